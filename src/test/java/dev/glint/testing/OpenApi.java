package dev.glint.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.DisallowUnknownKeywordFactory;
import com.networknt.schema.keyword.NonValidationKeyword;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document. Places in it are JSON pointers. */
public final class OpenApi {

    public static final String SCHEMAS = "/components/schemas/";

    private static final String BASE = "https://glint.test/openapi";
    private static final Path FILE = Path.of("src", "main", "resources", "META-INF", "openapi.yaml");
    private static final JsonNode DOCUMENT = read();
    /** What OpenAPI has besides schemas. A misspelled keyword of a schema is an error. */
    private static final List<String> OTHER_KEYWORDS =
            List.of("openapi", "info", "servers", "security", "paths", "webhooks", "components");

    private static final SchemaRegistry REGISTRY = SchemaRegistry.withDialect(
            Dialect.builder(Dialects.getDraft202012())
                    .keywords(OTHER_KEYWORDS.stream()
                            .map(NonValidationKeyword::new)
                            .toList())
                    .unknownKeywordFactory(DisallowUnknownKeywordFactory.getInstance())
                    .build(),
            builder -> builder.schemas(Map.of(BASE, DOCUMENT.toString()))
                    .schemaRegistryConfig(SchemaRegistryConfig.builder()
                            .formatAssertionsEnabled(true)
                            .build()));
    private static final Map<String, Schema> COMPILED = new ConcurrentHashMap<>();

    private OpenApi() {}

    private static JsonNode read() {
        try {
            return new ObjectMapper().valueToTree(new Yaml().load(Files.readString(FILE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is at a place, with no reference in it resolved. Fails the test if there is nothing. */
    public static JsonNode at(String place) {
        JsonNode node = DOCUMENT.at(place);
        if (node.isMissingNode()) {
            throw new AssertionError("The OpenAPI document has no " + place);
        }
        return node;
    }

    /** The place of what is at a place, which can be a reference. */
    public static String resolve(String place) {
        JsonNode reference = at(place).path("$ref");
        return reference.isMissingNode() ? place : resolve(reference.asText().substring(1));
    }

    /** The schema of the requests of a function. */
    public static String request(String function) {
        return "/paths/~1" + function + "/post/requestBody/content/application~1json/schema";
    }

    /** The schema of the answers of a function with a status. */
    public static String answer(String function, int status) {
        return response(function, status) + "/content/application~1" + (status == 200 ? "json" : "problem+json")
                + "/schema";
    }

    private static String response(String function, int status) {
        return resolve("/paths/~1" + function + "/post/responses/" + status);
    }

    /** Why a value is not what the schema at a place allows; empty if it is. */
    public static List<Error> errors(String place, JsonNode value) {
        return COMPILED.computeIfAbsent(place, OpenApi::compile).validate(value);
    }

    private static Schema compile(String place) {
        at(place);
        return REGISTRY.getSchema(SchemaLocation.of(BASE + "#" + place));
    }

    /** Asserts that a value is what the schema at a place allows. */
    public static void assertValid(String place, JsonNode value) {
        List<Error> errors = errors(place, value);
        if (!errors.isEmpty()) {
            throw new AssertionError("Not as the OpenAPI document says at " + place + ": " + errors + " in " + value);
        }
    }

    /**
     * Asserts that an answer to a POST is documented.
     *
     * @param path of the request, without its first slash
     * @param header finds the value of a header; null if there is none
     */
    public static void assertAnswer(String path, int status, UnaryOperator<String> header, JsonNode body) {
        assertValid(answer(path, status), body);
        String headers = response(path, status) + "/headers";
        DOCUMENT.at(headers)
                .fieldNames()
                .forEachRemaining(name -> assertText(resolve(headers + "/" + name), header.apply(name)));
    }

    /** Asserts that a request has the headers and the body of a webhook. */
    public static void assertWebhook(String name, UnaryOperator<String> header, JsonNode body) {
        String operation = "/webhooks/" + name + "/post";
        for (int i = 0; i < at(operation + "/parameters").size(); i++) {
            String parameter = resolve(operation + "/parameters/" + i);
            assertText(parameter, header.apply(at(parameter + "/name").asText()));
        }
        assertValid(operation + "/requestBody/content/application~1json/schema", body);
    }

    /** The value of a header, or of a parameter, is text, also where it is a number. */
    private static void assertText(String place, String value) {
        if (value == null) {
            throw new AssertionError("There is none, but there is at " + place);
        }
        boolean isNumber = at(place + "/schema").path("type").asText().equals("integer");
        assertValid(place + "/schema", isNumber ? new LongNode(Long.parseLong(value)) : new TextNode(value));
    }
}
