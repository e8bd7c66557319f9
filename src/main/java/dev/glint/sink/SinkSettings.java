package dev.glint.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.config.Setting;
import dev.glint.s3.AwsSigner;
import io.quarkus.runtime.Startup;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;

/** {@link SinkConfig}, checked and parsed. A wrong value stops the start with a sentence that names its key. */
@Singleton
@Startup
final class SinkSettings {

    /** Empty: nobody is told. */
    final Optional<Sink> sink;

    final boolean isRequired;

    /** {@code K_CE_OVERRIDES} is what Knative's SinkBinding wants each event to have. */
    SinkSettings(SinkConfig config, Config environment, AwsSigner signer) {
        isRequired = new Setting(config.delivery())
                .matching(text -> text.equals("required") || text.equals("best-effort"), "required or best-effort")
                .equals("required");
        String source = new Setting(config.source()).matching(text -> text.matches("\\p{Graph}+"), "a URI reference");
        Map<String, String> extensions = environment
                .getOptionalValue("K_CE_OVERRIDES", String.class)
                .map(SinkSettings::extensions)
                .orElse(Map.of());
        sink = new Setting(config.sink())
                .ifSet()
                .map(
                        setting -> setting.parsed(
                                text -> sink(text, source, extensions, environment, signer),
                                "a URL with http or https, without user and password, or the ARN of an event bus, a queue or a topic"));
    }

    private static Optional<Sink> sink(
            String text, String source, Map<String, String> extensions, Config environment, AwsSigner signer) {
        Optional<Sink> aws = SinkArn.parse(text).map(arn -> {
            URI endpoint = environment
                    .getOptionalValue(arn.service().endpointVariable(), URI.class)
                    .orElseGet(arn::endpoint);
            return new AwsSink(arn, endpoint, new AwsMessage(arn, source, extensions), signer);
        });
        return aws.isPresent() ? aws : url(text).map(url -> new HttpSink(url, source, extensions));
    }

    private static Optional<URI> url(String text) {
        try {
            return Optional.of(URI.create(text))
                    .filter(url -> "http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                    .filter(url -> url.getHost() != null && url.getUserInfo() == null);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Map<String, String> extensions(String overrides) {
        Map<String, String> extensions = new HashMap<>();
        for (Map.Entry<String, JsonNode> extension :
                parse(overrides).path("extensions").properties()) {
            if (!extension.getKey().matches("[a-z0-9]+")
                    || !extension.getValue().asText().matches("[ -~]*")) {
                throw wrongOverrides();
            }
            extensions.put(extension.getKey(), extension.getValue().asText());
        }
        return extensions;
    }

    private static JsonNode parse(String overrides) {
        try {
            return new ObjectMapper().readTree(overrides);
        } catch (JsonProcessingException e) {
            throw wrongOverrides();
        }
    }

    private static ConfigurationException wrongOverrides() {
        return new ConfigurationException("K_CE_OVERRIDES must be JSON with extensions, whose values are plain ASCII.");
    }
}
