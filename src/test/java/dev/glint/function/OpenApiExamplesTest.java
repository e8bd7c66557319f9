package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.OpenApi;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples in the OpenAPI document. */
class OpenApiExamplesTest {

    private static final Map<String, Class<?>> REQUESTS = Map.of(
            "add", AddRequest.class,
            "get-size", SizeRequest.class,
            "get-presigned", PresignRequest.class,
            "delete", DeleteRequest.class);

    /** The places of schemas, each with an example. */
    static List<Arguments> examples() {
        List<Arguments> found = new ArrayList<>();
        collect("", found);
        assertTrue(found.size() > 50, "the examples are where they are looked for");
        return found;
    }

    private static void collect(String place, List<Arguments> found) {
        JsonNode node = OpenApi.at(place);
        if (node.has("schema")) {
            node.path("examples").forEach(example -> found.add(arguments(place + "/schema", example.path("value"))));
            JsonNode example = node.path("example");
            if (!example.isMissingNode()) {
                found.add(arguments(place + "/schema", example));
            }
        } else if (node.path("examples").isArray()) {
            node.path("examples").forEach(example -> found.add(arguments(place, example)));
        }
        node.fieldNames()
                .forEachRemaining(
                        name -> collect(place + "/" + name.replace("~", "~0").replace("/", "~1"), found));
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            collect(place + "/" + i, found);
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreWhatTheirSchemasAllow(String schema, JsonNode example) {
        OpenApi.assertValid(schema, example);
    }

    static List<Arguments> requests() {
        return REQUESTS.keySet().stream()
                .flatMap(function -> values(OpenApi.request(function).replaceFirst("/schema$", ""))
                        .map(request -> arguments(function, request)))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("requests")
    void examplesOfRequestsCanBeRead(String function, JsonNode request) {
        StrictReader.read(RequestBody.of(request), REQUESTS.get(function));
    }

    static List<JsonNode> problems() {
        return OpenApi.at("/components/responses")
                .propertyStream()
                .flatMap(response ->
                        values("/components/responses/" + response.getKey() + "/content/application~1problem+json"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("problems")
    void examplesOfProblemsHaveTheTitlesOfTheirKinds(JsonNode problem) {
        String type = problem.path("type").asText();
        Kind kind = Arrays.stream(Kind.values())
                .filter(known -> type.equals("urn:glint:" + known.type()))
                .findFirst()
                .orElseThrow();
        assertEquals(kind.title(), problem.path("title").asText());
    }

    private static Stream<JsonNode> values(String media) {
        JsonNode examples = OpenApi.at(media).path("examples");
        return examples instanceof MissingNode
                ? Stream.empty()
                : examples.valueStream().map(example -> example.path("value"));
    }
}
