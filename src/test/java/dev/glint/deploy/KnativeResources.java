package dev.glint.deploy;

import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fabric8.knative.eventing.v1.Broker;
import io.fabric8.knative.eventing.v1.Trigger;
import io.fabric8.knative.messaging.v1.Channel;
import io.fabric8.knative.serving.v1.RevisionSpec;
import io.fabric8.knative.serving.v1.Service;
import io.fabric8.knative.sources.v1.SinkBinding;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The resources of {@code deploy/knative}, read into the models of their kinds. A field that is not in the model is an error. */
final class KnativeResources {

    private static final JsonMapper MODELS = JsonMapper.builder()
            .annotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                /** The models keep unknown fields for later versions. */
                @Override
                public Boolean hasAnySetter(Annotated member) {
                    return false;
                }
            })
            .build();

    private KnativeResources() {}

    static Service service() {
        return all("service", Service.class).get(0);
    }

    static RevisionSpec revision() {
        return service().getSpec().getTemplate().getSpec();
    }

    static Container container() {
        return revision().getContainers().get(0);
    }

    static ServiceAccount account() {
        return all("config", ServiceAccount.class).get(0);
    }

    static Broker broker() {
        return all("broker", Broker.class).get(0);
    }

    static Channel deadLetters() {
        return all("broker", Channel.class).get(0);
    }

    static List<Trigger> triggers() {
        return all("triggers", Trigger.class);
    }

    static SinkBinding sinkBinding() {
        return all("sink-binding", SinkBinding.class).get(0);
    }

    /** The environment of the container, from the config map and the secret. */
    static Map<String, String> environment() {
        Map<String, String> variables =
                new TreeMap<>(all("config", ConfigMap.class).get(0).getData());
        container().getEnv().forEach(variable -> variables.put(variable.getName(), "x"));
        return variables;
    }

    private static <T> List<T> all(String file, Class<T> kind) {
        return DeployFiles.yaml("knative/" + file + ".yaml").stream()
                .filter(document -> document.path("kind").asText().equals(kind.getSimpleName()))
                .map(document -> MODELS.convertValue(document, kind))
                .toList();
    }
}
