package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads requests strictly, and without a tree, since a tree can take a hundred times the memory of its JSON. Funqy's own reader
 * accepts unknown fields, takes {@code "1"} for 1, and does not say why it rejects a body.
 */
final class StrictReader {

    private static final JsonMapper STRICT = JsonMapper.builder(StrictJson.factory())
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // An empty string would be taken as if the field were not there.
            .withCoercionConfigDefaults(
                    config -> config.setCoercion(CoercionInputShape.EmptyString, CoercionAction.Fail))
            .addModule(new StringsOfRequests())
            .build();

    private static final int LONGEST_NAME = 64;

    private StrictReader() {}

    /**
     * Reads a request.
     *
     * @throws StoreFailure {@code INVALID_REQUEST}, with a sentence that names the field
     */
    static <T> T read(RequestBody body, Class<T> type) {
        try (JsonParser parser = parser(body)) {
            return STRICT.readerFor(type).withAttribute(RequestBody.class, body).readValue(parser);
        } catch (UnrecognizedPropertyException e) {
            throw INVALID_REQUEST.because("There is no field %s.", field(e));
        } catch (JsonMappingException e) {
            throw e.getPath().isEmpty() ? malformed() : wrongField(e);
        } catch (IOException e) {
            throw malformed();
        }
    }

    /**
     * A parser that stands on the start of the only object of a body.
     *
     * @throws StoreFailure {@code INVALID_REQUEST} if there is none
     * @throws IOException if it is not JSON
     */
    static JsonParser parser(RequestBody body) throws IOException {
        JsonParser parser = STRICT.createParser(body.open(0));
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw INVALID_REQUEST.because("The body is empty; it must be a JSON object.");
        }
        // In another encoding than UTF-8 it does not know where it is.
        if (first != JsonToken.START_OBJECT || parser.currentLocation().getByteOffset() < 0) {
            throw INVALID_REQUEST.because("The body must be a JSON object in UTF-8.");
        }
        return parser;
    }

    static StoreFailure malformed() {
        return INVALID_REQUEST.because("The body must be one JSON object with no field given twice.");
    }

    private static StoreFailure wrongField(JsonMappingException e) {
        if (e instanceof InvalidFormatException && ((InvalidFormatException) e).getTargetType() == String.class) {
            return INVALID_REQUEST.because("The field %s must not hold half of a surrogate pair.", field(e));
        }
        if (e instanceof MismatchedInputException mismatch) {
            return INVALID_REQUEST.because("The field %s must be %s.", field(e), name(mismatch.getTargetType()));
        }
        if (e.getCause() instanceof InputCoercionException) {
            return INVALID_REQUEST.because("The field %s must be %s.", field(e), name(Long.class));
        }
        if (e.getCause() instanceof StreamConstraintsException) {
            return INVALID_REQUEST.because("The field %s is too long.", field(e));
        }
        return malformed();
    }

    /** The names on the way to the field; which element of a list it was is left out. */
    private static String field(JsonMappingException e) {
        return e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .map(StrictReader::printable)
                .collect(Collectors.joining("."));
    }

    private static String printable(String name) {
        String shortened = name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) + "..." : name;
        return shortened.replaceAll("[^\\x21-\\x7E]", "?");
    }

    private static String name(Class<?> type) {
        if (type == Long.class || type == Integer.class) {
            return "a whole number";
        }
        if (type == Boolean.class) {
            return "true or false";
        }
        if (type == String.class || type == InlineData.class) {
            return "a string";
        }
        return type != null && List.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
