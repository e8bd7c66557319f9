package dev.glint.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Random values that a schema of the OpenAPI document allows, and values with one thing wrong. */
public final class SchemaValues {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_TRIES = 1_000;
    private static final int USUAL_LENGTH = 12;

    private final Random random;
    private final Map<String, List<String>> chosen;

    /** @param chosen texts for the fields of some names, which the schema cannot tell all about */
    public SchemaValues(Random random, Map<String, List<String>> chosen) {
        this.random = random;
        this.chosen = chosen;
    }

    /** The names of all fields that a schema knows. */
    public static List<String> fields(String place) {
        Map<String, String> fields = new LinkedHashMap<>();
        new SchemaValues(new Random(), Map.of()).collect(place, true, fields, new HashSet<>());
        return List.copyOf(fields.keySet());
    }

    /** An object that the schema at a place allows. */
    public ObjectNode valid(String place) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            ObjectNode value = object(place);
            if (OpenApi.errors(place, value).isEmpty()) {
                return value;
            }
        }
        throw new AssertionError("No value was found for " + place);
    }

    /** An object that is allowed but for one thing; it can happen that this is allowed, too. */
    public ObjectNode broken(String place) {
        ObjectNode value = valid(place);
        List<String> names = new ArrayList<>();
        value.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        JsonNode old = value.get(name);
        switch (random.nextInt(5)) {
            case 0 -> value.remove(name);
            case 1 -> value.put("more", "x");
            case 2 -> value.set(name, old.isTextual() ? JSON.numberNode(1) : JSON.textNode("x"));
            case 3 -> value.set(name, old.isNumber() ? JSON.numberNode(-1) : JSON.textNode(old.asText() + "\u0001"));
            default -> {
                List<String> all = fields(place);
                value.put(all.get(random.nextInt(all.size())), "x");
            }
        }
        return value;
    }

    private ObjectNode object(String place) {
        Map<String, String> fields = new LinkedHashMap<>();
        Set<String> required = new HashSet<>();
        collect(place, false, fields, required);
        ObjectNode object = JSON.objectNode();
        fields.forEach((name, field) -> {
            if (required.contains(name) || random.nextInt(4) == 0) {
                object.set(name, value(name, OpenApi.resolve(field)));
            }
        });
        return object;
    }

    /** Collects the places of the fields of a schema, and of one or all of its alternatives. */
    private void collect(String place, boolean all, Map<String, String> fields, Set<String> required) {
        String target = OpenApi.resolve(place);
        JsonNode schema = OpenApi.at(target);
        schema.path("required").forEach(name -> required.add(name.asText()));
        schema.path("properties")
                .fieldNames()
                .forEachRemaining(name -> fields.putIfAbsent(name, target + "/properties/" + name));
        for (int i = 0; i < schema.path("allOf").size(); i++) {
            collect(target + "/allOf/" + i, all, fields, required);
        }
        int alternatives = schema.path("oneOf").size();
        int only = alternatives == 0 ? 0 : random.nextInt(alternatives);
        for (int i = 0; i < alternatives; i++) {
            if (all || i == only) {
                collect(target + "/oneOf/" + i, all, fields, required);
            }
        }
    }

    private JsonNode value(String name, String place) {
        JsonNode schema = OpenApi.at(place);
        if (schema.has("enum")) {
            return schema.path("enum").get(random.nextInt(schema.path("enum").size()));
        }
        return switch (schema.path("type").asText()) {
            case "object" -> object(place);
            case "array" -> array(name, place + "/items");
            case "boolean" -> JSON.booleanNode(random.nextBoolean());
            case "integer" -> JSON.numberNode(number(schema));
            default -> JSON.textNode(text(name, schema));
        };
    }

    private ArrayNode array(String name, String items) {
        ArrayNode array = JSON.arrayNode();
        for (int count = random.nextInt(4); count > 0; count--) {
            array.add(value(name, OpenApi.resolve(items)));
        }
        return array;
    }

    /** Mostly a small one; else one at a bound. */
    private long number(JsonNode schema) {
        long least = schema.path("minimum").asLong(0);
        long most = schema.path("maximum").asLong(Long.MAX_VALUE);
        return switch (random.nextInt(8)) {
            case 0 -> least;
            case 1 -> most;
            default -> Math.min(most, least + random.nextInt(100));
        };
    }

    private String text(String name, JsonNode schema) {
        if (chosen.containsKey(name)) {
            return chosen.get(name).get(random.nextInt(chosen.get(name).size()));
        }
        int least = schema.path("minLength").asInt(0);
        int most = schema.path("maxLength").asInt(Integer.MAX_VALUE);
        if (schema.path("contentEncoding").asText().equals("base64")) {
            byte[] bytes = new byte[random.nextInt(USUAL_LENGTH)];
            random.nextBytes(bytes);
            return Base64.getEncoder().encodeToString(bytes);
        }
        // Sometimes as long as it may be, as far as that is no waste.
        int length = most <= 1024 && random.nextInt(8) == 0 ? most : Math.min(most, least + USUAL_LENGTH);
        return PatternText.of(schema.path("pattern").asText("^[!-~]*$"), random, least, length);
    }
}
