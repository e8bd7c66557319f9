package dev.glint.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** A template of SAM as it is once its functions, its globals and its conditions have been worked out. */
record Template(Map<String, JsonNode> resources) {

    static final String FUNCTION = "AWS::Serverless::Function";

    /**
     * Reads a template.
     *
     * @param parameters the values of parameters; the others have their defaults
     */
    static Template read(String text, Map<String, String> parameters) {
        JsonNode root = DeployFiles.yaml(text).get(0);
        JsonNode resolved = new Intrinsics(root, parameters).resolve(root);
        Schemas.checkTemplate(resolved);
        Map<String, JsonNode> resources = new TreeMap<>();
        resolved.get("Resources").properties().forEach(resource -> {
            String type = resource.getValue().get("Type").asText();
            ObjectNode properties = (ObjectNode) resource.getValue().get("Properties");
            if (type.equals(FUNCTION)) {
                inherit(properties, resolved.path("Globals").path("Function"));
            }
            Schemas.checkResource(type, properties);
            resources.put(resource.getKey(), resource.getValue());
        });
        Template template = new Template(resources);
        template.checkMadeIds();
        return template;
    }

    /** The properties of all resources of a type, by their logical ids. */
    Map<String, JsonNode> all(String type) {
        Map<String, JsonNode> found = new LinkedHashMap<>();
        resources.forEach((id, resource) -> {
            if (resource.get("Type").asText().equals(type)) {
                found.put(id, resource.get("Properties"));
            }
        });
        return found;
    }

    static Map<String, String> environment(JsonNode function) {
        Map<String, String> variables = new TreeMap<>();
        function.path("Environment")
                .path("Variables")
                .properties()
                .forEach(variable ->
                        variables.put(variable.getKey(), variable.getValue().asText()));
        return variables;
    }

    /** SAM makes resources of its own beside a function, under ids that must be free. */
    private void checkMadeIds() {
        all(FUNCTION).forEach((id, function) -> {
            function.path("Events").fieldNames().forEachRemaining(event -> checkFree(id + event));
            checkFree(id + "Role");
            checkFree(id + "Url");
            checkFree(id + "EventInvokeConfig");
        });
    }

    private void checkFree(String id) {
        if (resources.containsKey(id)) {
            throw new IllegalArgumentException("SAM makes a resource " + id + " too");
        }
    }

    /** Adds what a function does not say itself; of objects, as the environment, each member. */
    private static void inherit(ObjectNode own, JsonNode globals) {
        globals.properties().forEach(global -> {
            if (own.get(global.getKey()) instanceof ObjectNode both
                    && global.getValue().isObject()) {
                inherit(both, global.getValue());
            } else if (!own.has(global.getKey())) {
                own.set(global.getKey(), global.getValue().deepCopy());
            }
        });
    }
}
