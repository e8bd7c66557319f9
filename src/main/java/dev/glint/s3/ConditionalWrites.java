package dev.glint.s3;

import static dev.glint.config.ConditionalOperation.COMPLETE;
import static dev.glint.config.ConditionalOperation.PUT;

import dev.glint.config.AwsHosts;
import dev.glint.config.ConditionalOperation;
import dev.glint.config.WriteSettings;
import dev.glint.image.Endpoint;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a service does with the condition of each operation. It may honour that of one and not know that of another. A finding is
 * only ever replaced by a worse one: a server that has shown once that it cannot do something is not trusted to do it again.
 */
public final class ConditionalWrites {

    /** What the service does with a condition, from the best to the worst. */
    public enum Finding {
        UNKNOWN,
        HONOURED,
        /** It does what is asked, as if there was no condition. */
        IGNORED,
        /** It does not do what is asked because of the condition, or it is configured so. The condition is not sent any more. */
        REFUSED
    }

    private final Map<ConditionalOperation, Finding> findings = new EnumMap<>(ConditionalOperation.class);

    private ConditionalWrites() {
        for (ConditionalOperation operation : ConditionalOperation.values()) {
            findings.put(operation, Finding.UNKNOWN);
        }
    }

    /** A service of which nothing is known but its name: AWS honours all conditions. */
    static ConditionalWrites of(Endpoint service) {
        ConditionalWrites conditions = new ConditionalWrites();
        if (AwsHosts.contains(service.host())) {
            conditions.findings.replaceAll((operation, unknown) -> Finding.HONOURED);
        }
        return conditions;
    }

    /** Our own service, of which the configuration can say what it honours. */
    static ConditionalWrites of(Endpoint service, WriteSettings settings) {
        ConditionalWrites conditions = of(service);
        settings.honoured()
                .ifPresent(honoured -> conditions.findings.replaceAll(
                        (operation, unknown) -> honoured.contains(operation) ? Finding.HONOURED : Finding.REFUSED));
        return conditions;
    }

    /** The service has shown something. */
    public synchronized void found(ConditionalOperation operation, Finding finding) {
        findings.merge(operation, finding, (known, shown) -> shown.compareTo(known) > 0 ? shown : known);
    }

    public synchronized boolean honours(ConditionalOperation operation) {
        return findings.get(operation) == Finding.HONOURED;
    }

    public synchronized boolean refuses(ConditionalOperation operation) {
        return findings.get(operation) == Finding.REFUSED;
    }

    /** How many operations the service refuses with a condition. */
    public synchronized int refused() {
        return Collections.frequency(findings.values(), Finding.REFUSED);
    }

    /** Whether it is known how an image is written so that it replaces no other. */
    public synchronized boolean areKnown() {
        return findings.get(PUT) != Finding.UNKNOWN && findings.get(COMPLETE) != Finding.UNKNOWN;
    }

    /** Whether there is a write that replaces nothing. */
    public synchronized boolean allowExclusiveWrites() {
        return honours(PUT) || honours(COMPLETE);
    }

    @Override
    public synchronized String toString() {
        return Arrays.stream(ConditionalOperation.values())
                .map(operation ->
                        operation + " " + findings.get(operation).name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ", "conditions: ", "; " + verdict()));
    }

    private String verdict() {
        if (!areKnown()) {
            return "how images are written is decided before the first write";
        }
        return allowExclusiveWrites() ? "of several adds of an id one succeeds" : "several adds of an id can succeed";
    }
}
