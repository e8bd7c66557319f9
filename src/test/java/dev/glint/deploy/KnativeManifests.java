package dev.glint.deploy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.fabric8.knative.eventing.v1.Broker;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.knative.messaging.v1.Channel;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The resources of {@code deploy/knative}, read as the API server reads them: no unknown field, no number for a string. */
final class KnativeManifests {

    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "serving.knative.dev/v1 Service", Service.class,
            "eventing.knative.dev/v1 Broker", Broker.class,
            "eventing.knative.dev/v1 Trigger", Trigger.class,
            "messaging.knative.dev/v1 Channel", Channel.class);

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new SimpleModule().setDeserializerModifier(new WithoutAnythingElse()))
            .withCoercionConfig(
                    LogicalType.Textual,
                    coercions -> coercions
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Integer,
                    coercions -> coercions.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .withCoercionConfig(
                    LogicalType.Boolean,
                    coercions -> coercions.setCoercion(CoercionInputShape.String, CoercionAction.Fail))
            .build();

    private KnativeManifests() {}

    static List<HasMetadata> read(String text) {
        return DeployFiles.yaml(text).stream().map(KnativeManifests::read).toList();
    }

    /** All resources of a type. */
    static <T extends HasMetadata> List<T> all(Class<T> type) {
        return DeployFiles.names().stream()
                .filter(name -> name.startsWith("knative/"))
                .flatMap(name -> read(DeployFiles.text(name)).stream())
                .flatMap(resource -> type.isInstance(resource) ? Stream.of(type.cast(resource)) : Stream.empty())
                .toList();
    }

    static Service service() {
        return all(Service.class).get(0);
    }

    /** The variables that the service has from its configuration; its keys are another matter. */
    static Map<String, String> environment() {
        Container container =
                service().getSpec().getTemplate().getSpec().getContainers().get(0);
        String name = container.getEnvFrom().get(0).getConfigMapRef().getName();
        return all(ConfigMap.class).stream()
                .filter(config -> config.getMetadata().getName().equals(name))
                .findFirst()
                .orElseThrow()
                .getData();
    }

    private static HasMetadata read(JsonNode document) {
        String kind = document.path("apiVersion").asText() + " "
                + document.path("kind").asText();
        if (!KINDS.containsKey(kind)) {
            throw new IllegalArgumentException("Nothing is known of the kind " + kind);
        }
        try {
            return MAPPER.treeToValue(document, KINDS.get(kind));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The models would keep unknown fields for their next version. */
    private static final class WithoutAnythingElse extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1;

        @Override
        public BeanDeserializerBuilder updateBuilder(
                DeserializationConfig config, BeanDescription description, BeanDeserializerBuilder builder) {
            builder.setAnySetter(null);
            return builder;
        }
    }
}
