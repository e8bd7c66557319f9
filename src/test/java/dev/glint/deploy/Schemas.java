package dev.glint.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;

/**
 * What CloudFormation and SAM take, as far as {@code deploy/lambda} uses them. The schemas are our own: AWS publishes theirs
 * as no artifact that a build like this one could have.
 */
final class Schemas {

    private static final JsonSchema TEMPLATE = JsonSchema.of(load("template.schema.json"));
    private static final JsonSchema FUNCTION = JsonSchema.of(load("function.schema.json"));
    private static final JsonObject RESOURCES = load("resources.json");

    private Schemas() {}

    static void checkTemplate(JsonNode template) {
        check(TEMPLATE, "template", template);
    }

    static void checkResource(String type, JsonNode properties) {
        if (!type.equals(Template.FUNCTION) && !RESOURCES.containsKey(type)) {
            throw new IllegalArgumentException("Nothing is known of the type " + type);
        }
        check(
                type.equals(Template.FUNCTION) ? FUNCTION : JsonSchema.of(RESOURCES.getJsonObject(type)),
                type,
                properties);
    }

    private static void check(JsonSchema schema, String name, JsonNode instance) {
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("urn:glint")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        OutputUnit result = Validator.create(schema, options).validate(new JsonObject(instance.toString()));
        if (!result.getValid()) {
            throw new IllegalArgumentException(result.getErrors().stream()
                    .map(error -> name + " " + error.getInstanceLocation() + ": " + error.getError())
                    .collect(Collectors.joining("\n")));
        }
    }

    private static JsonObject load(String name) {
        try (InputStream in = Schemas.class.getResourceAsStream(name)) {
            return new JsonObject(
                    DeployFiles.json(new String(in.readAllBytes(), UTF_8)).toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
