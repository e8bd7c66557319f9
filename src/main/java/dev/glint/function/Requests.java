package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.glint.image.StoreFailure;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Reads requests strictly. Funqy's own reader knows no unknown fields and takes {@code "1"} for 1, and what it cannot read it
 * answers without saying why; so functions take a tree, and the rest happens here.
 */
final class Requests {

    private static final JsonMapper STRICT = JsonMapper.builder()
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .withCoercionConfig(
                    LogicalType.Textual,
                    config -> config.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final int LONGEST_NAME = 64;

    private Requests() {}

    /**
     * Reads a request.
     *
     * @throws StoreFailure {@code INVALID_REQUEST}, with a sentence that names the field
     */
    static <T> T read(JsonNode body, Class<T> type) {
        if (body == null || body.isNull() || body.isMissingNode()) {
            throw INVALID_REQUEST.because("The body is empty; it must be a JSON object.");
        }
        if (!body.isObject()) {
            throw INVALID_REQUEST.because("The body must be a JSON object.");
        }
        try {
            return STRICT.treeToValue(body, type);
        } catch (UnrecognizedPropertyException e) {
            throw INVALID_REQUEST.because("There is no field %s.", field(e));
        } catch (MismatchedInputException e) {
            throw INVALID_REQUEST.because("The field %s must be %s.", field(e), name(e.getTargetType()));
        } catch (JsonMappingException e) {
            // Only a number can be of the right type and still be no value of it: one with too many digits.
            throw INVALID_REQUEST.because("The field %s must be %s.", field(e), name(Long.class));
        } catch (JsonProcessingException e) {
            throw INVALID_REQUEST.because("The body cannot be read.");
        }
    }

    /** The names on the way to the field; which element of a list it was is left out. */
    private static String field(JsonMappingException e) {
        String names = e.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .filter(Objects::nonNull)
                .map(Requests::printable)
                .collect(Collectors.joining("."));
        return e.getPath().isEmpty() ? "?" : names;
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
        if (type == String.class) {
            return "a string";
        }
        return type != null && List.class.isAssignableFrom(type) ? "a list" : "an object";
    }
}
