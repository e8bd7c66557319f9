package dev.glint.tracing;

import io.smallrye.config.ConfigSourceInterceptor;
import io.smallrye.config.ConfigSourceInterceptorContext;
import io.smallrye.config.ConfigValue;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;

/** Tracing is off unless it is known where traces go. The variable that all tools share, OTEL_EXPORTER_OTLP_ENDPOINT, will do. */
public final class TracingSwitch implements ConfigSourceInterceptor {

    private static final long serialVersionUID = 1L;

    private static final String DISABLED = "quarkus.otel.sdk.disabled";
    private static final String ENDPOINT = "quarkus.otel.exporter.otlp.endpoint";
    private static final String TRACES_ENDPOINT = "quarkus.otel.exporter.otlp.traces.endpoint";
    private static final String SHARED_ENDPOINT = "otel.exporter.otlp.endpoint";

    @Override
    public ConfigValue getValue(ConfigSourceInterceptorContext context, String name) {
        ConfigValue value = context.proceed(name);
        if (name.equals(ENDPOINT) && !isSet(value)) {
            ConfigValue shared = context.proceed(SHARED_ENDPOINT);
            return isSet(shared) ? shared.withName(ENDPOINT) : value;
        }
        if (name.equals(DISABLED) && !isSet(value)) {
            boolean on = isSet(context.proceed(TRACES_ENDPOINT))
                    || isSet(context.proceed(ENDPOINT))
                    || isSet(context.proceed(SHARED_ENDPOINT));
            return ConfigValue.builder()
                    .withName(DISABLED)
                    .withValue(Boolean.toString(!on))
                    .build();
        }
        return value;
    }

    /** OpenTelemetry asks for what it finds here only. */
    @Override
    public Iterator<String> iterateNames(ConfigSourceInterceptorContext context) {
        Set<String> names = new HashSet<>(Set.of(DISABLED));
        context.iterateNames().forEachRemaining(names::add);
        return names.iterator();
    }

    /** Whether somebody has set it: defaults come from sources with ordinals below zero. */
    private static boolean isSet(ConfigValue value) {
        return value != null && value.getValue() != null && value.getConfigSourceOrdinal() > 0;
    }
}
