package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.compression.Compression;
import dev.glint.image.DiskFormat;
import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure.Kind;
import dev.glint.testing.OpenApi;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The OpenAPI document has the fields and values of the code, and no others. */
class OpenApiRecordsTest {

    private static final Map<Class<?>, String> TYPES = Map.of(
            String.class, "string",
            InlineData.class, "string",
            Boolean.class, "boolean",
            boolean.class, "boolean",
            Long.class, "integer int64",
            long.class, "integer int64",
            Integer.class, "integer int32",
            int.class, "integer int32",
            List.class, "array");

    static List<Arguments> records() {
        return List.of(
                arguments(AddRequest.class, "AddRequest"),
                arguments(AddRequest.Upload.class, "FinishedUpload"),
                arguments(AddRequest.Part.class, "SentPart"),
                arguments(SizeRequest.class, "SizeRequest"),
                arguments(PresignRequest.class, "PresignRequest"),
                arguments(DeleteRequest.class, "DeleteRequest"),
                arguments(AddResponse.class, "AddResponse"),
                arguments(SizeResponse.class, "SizeResponse"),
                arguments(PresignResponse.class, "PresignResponse"),
                arguments(PresignResponse.Part.class, "PresignedPart"),
                arguments(DeleteResponse.class, "DeleteResponse"),
                arguments(S3Event.Entry.class, "S3Record"));
    }

    @ParameterizedTest
    @MethodSource("records")
    void fieldsAndTypesAreThoseOfTheRecord(Class<?> type, String schema) {
        Map<String, Set<String>> documented = new TreeMap<>();
        collect(OpenApi.SCHEMAS + schema, documented);
        Map<String, Set<String>> coded = new TreeMap<>();
        collect(type, coded);
        assertEquals(coded, documented);
    }

    /** The properties of a schema and of those that it is made of, each with its types. */
    private static void collect(String place, Map<String, Set<String>> found) {
        String target = OpenApi.resolve(place);
        JsonNode schema = OpenApi.at(target);
        schema.path("properties")
                .fieldNames()
                .forEachRemaining(name -> found.computeIfAbsent(name, unseen -> new TreeSet<>())
                        .add(type(OpenApi.at(OpenApi.resolve(target + "/properties/" + name)))));
        for (String composition : List.of("allOf", "oneOf")) {
            for (int i = 0; i < schema.path(composition).size(); i++) {
                collect(target + "/" + composition + "/" + i, found);
            }
        }
    }

    private static String type(JsonNode schema) {
        boolean isNumber = schema.path("type").asText().equals("integer");
        return schema.path("type").asText()
                + (isNumber ? " " + schema.path("format").asText() : "");
    }

    private static void collect(Class<?> record, Map<String, Set<String>> found) {
        for (RecordComponent component : record.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
                collect(component.getType(), found);
            } else if (!component.getAccessor().isAnnotationPresent(JsonIgnore.class)) {
                JsonProperty named = component.getAccessor().getAnnotation(JsonProperty.class);
                found.put(
                        named == null ? component.getName() : named.value(),
                        Set.of(TYPES.getOrDefault(component.getType(), "object")));
            }
        }
    }

    @Test
    void fieldsOfAProblemAreThoseOfTheCode() {
        Map<String, Set<String>> documented = new TreeMap<>();
        collect(OpenApi.SCHEMAS + "Problem", documented);
        assertEquals(
                ProblemJson.of(Kind.DUPLICATE.because("The id is taken.").about("img"))
                        .fieldNames(),
                documented.keySet());
    }

    /** Each type stands in the response of its status, and in the list of all types. */
    @Test
    void typesOfProblemsAreTheKindsOfFailure() {
        Set<String> documented = new TreeSet<>();
        OpenApi.at("/components/responses").forEach(response -> {
            JsonNode problem = response.at("/content/application~1problem+json/schema/allOf/1/properties");
            problem.at("/type/enum").forEach(type -> documented.add(type.asText() + " " + problem.at("/status/const")));
        });
        Set<String> coded = new TreeSet<>();
        Set<String> types = new TreeSet<>();
        for (Kind kind : Kind.values()) {
            coded.add("urn:glint:" + kind.type() + " " + kind.status());
            types.add("urn:glint:" + kind.type());
        }
        assertEquals(coded, documented);
        Set<String> listed = new TreeSet<>();
        OpenApi.at("/components/schemas/Problem/properties/type/enum").forEach(type -> listed.add(type.asText()));
        assertEquals(types, listed);
    }

    @Test
    void statusesOfEventsAreThoseOfTheKinds() {
        Set<String> coded = new TreeSet<>(Set.of("200", "204", "default"));
        Arrays.stream(Kind.values()).forEach(kind -> coded.add(Integer.toString(kind.eventStatus())));
        Set<String> documented = new TreeSet<>();
        OpenApi.at("/paths/~1/post/responses").fieldNames().forEachRemaining(documented::add);
        assertEquals(coded, documented);
    }

    @Test
    void pathsAndEventsAreThoseOfTheFunctions() {
        Set<String> paths = new TreeSet<>(Set.of("/"));
        Set<String> events = new TreeSet<>();
        Set<String> replies = new TreeSet<>();
        for (FunctionName function : FunctionName.values()) {
            paths.add(function.path());
            events.add(function.eventType());
            replies.add(function.replyType());
        }
        Set<String> documented = new TreeSet<>();
        OpenApi.at("/paths").fieldNames().forEachRemaining(documented::add);
        assertEquals(paths, documented);
        assertEquals(events, texts("EventType"));
        assertEquals(replies, texts("ReplyType"));
    }

    static List<Arguments> lists() {
        Stream<String> hashes = Stream.of(HashAlgorithm.values()).map(HashAlgorithm::toString);
        return List.of(
                arguments("DeclaredImage/properties/format", DiskFormat.NAMES),
                arguments("AddSource/properties/decompress", Compression.NAMES),
                arguments("AddSource/properties/sourceHashAlgorithm", List.of("sha512", "sha256")),
                arguments("DeclaredHash/properties/hashAlgorithm", hashes.toList()),
                arguments("KnownDigests/properties/hashAlgorithm", texts("DeclaredHash/properties/hashAlgorithm")),
                arguments(
                        "UnavailableImage/properties/reason",
                        ImageOperations.UNAVAILABLE.stream().map(Kind::type).toList()));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void listsOfValuesAreThoseOfTheCode(String place, Collection<String> coded) {
        assertEquals(new TreeSet<>(coded), texts(place));
    }

    /** Several formats at once are in alphabetical order, and none of them is raw. */
    @Test
    void formatsOfAnswersAreThoseOfTheCode() {
        Pattern format = Pattern.compile(OpenApi.at("/components/schemas/KnownDigests/properties/format/pattern")
                .asText());
        List<String> others = DiskFormat.NAMES.stream()
                .filter(name -> !name.equals(DiskFormat.RAW))
                .sorted()
                .toList();
        assertTrue(format.matcher(String.join(",", others)).matches());
        assertTrue(format.matcher(DiskFormat.RAW).matches());
    }

    private static Set<String> texts(String schema) {
        Set<String> texts = new TreeSet<>();
        OpenApi.at(OpenApi.SCHEMAS + schema + "/enum").forEach(text -> texts.add(text.asText()));
        return texts;
    }
}
