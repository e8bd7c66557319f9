package dev.glint.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Works out the functions of a template. What only AWS knows becomes the name that it is referred to by. */
final class Intrinsics {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^}]*)}");
    private static final String NOTHING = "AWS::NoValue";

    private final JsonNode template;
    private final Map<String, JsonNode> values = new HashMap<>();

    Intrinsics(JsonNode template, Map<String, String> parameters) {
        this.template = template;
        template.path("Parameters")
                .properties()
                .forEach(parameter ->
                        values.put(parameter.getKey(), parameter.getValue().path("Default")));
        template.path("Resources").fieldNames().forEachRemaining(id -> values.put(id, TextNode.valueOf(id)));
        parameters.forEach((name, value) -> values.put(name, TextNode.valueOf(value)));
        values.put("AWS::Partition", TextNode.valueOf("aws"));
        values.put("AWS::Region", TextNode.valueOf("eu-west-1"));
        values.put("AWS::URLSuffix", TextNode.valueOf("amazonaws.com"));
        values.put(NOTHING, JSON.missingNode());
    }

    /** A copy without functions, and without what a condition leaves out. */
    JsonNode resolve(JsonNode node) {
        if (node.isArray()) {
            ArrayNode resolved = JSON.arrayNode();
            node.forEach(element -> addPresent(resolved, resolve(element)));
            return resolved;
        }
        if (!node.isObject()) {
            return node;
        }
        String function = node.size() == 1 ? node.fieldNames().next() : "";
        JsonNode argument = node.path(function);
        return switch (function) {
            case "Ref" -> value(argument.asText());
            case "Fn::Sub" -> substitute(argument.asText());
            case "Fn::GetAtt" ->
                attribute(argument.get(0).asText(), argument.get(1).asText());
            case "Fn::If" -> resolve(argument.get(holds(argument.get(0).asText()) ? 1 : 2));
            case "Fn::Equals" -> JSON.booleanNode(resolve(argument.get(0)).equals(resolve(argument.get(1))));
            case "Fn::Not" -> JSON.booleanNode(!resolve(argument.get(0)).booleanValue());
            default -> members(node);
        };
    }

    private JsonNode members(JsonNode node) {
        ObjectNode resolved = JSON.objectNode();
        node.properties().forEach(member -> {
            JsonNode condition = member.getValue().path("Condition");
            JsonNode value =
                    !condition.isTextual() || holds(condition.asText()) ? resolve(member.getValue()) : value(NOTHING);
            if (!value.isMissingNode()) {
                resolved.set(member.getKey(), value);
            }
        });
        return resolved;
    }

    private static void addPresent(ArrayNode array, JsonNode value) {
        if (!value.isMissingNode()) {
            array.add(value);
        }
    }

    private boolean holds(String condition) {
        JsonNode expression = template.path("Conditions").path(condition);
        check(expression.isObject(), condition);
        return resolve(expression).booleanValue();
    }

    private JsonNode substitute(String text) {
        return TextNode.valueOf(
                VARIABLE.matcher(text).replaceAll(match -> value(match.group(1)).asText()));
    }

    /** Of a resource of the template, or of the URL that SAM makes for a function. */
    private JsonNode attribute(String id, String name) {
        check(values.containsKey(id) || values.containsKey(id.replaceAll("Url$", "")), id);
        return TextNode.valueOf(id + "." + name);
    }

    private JsonNode value(String name) {
        JsonNode value = values.get(name);
        check(value != null && (name.equals(NOTHING) || !value.isMissingNode()), name);
        return value;
    }

    private static void check(boolean known, String name) {
        if (!known) {
            throw new IllegalArgumentException("There is no " + name + " in the template");
        }
    }
}
