package dev.glint.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * What must be refused while JSON is still text: a field given twice, anything after the document, and what would become far
 * larger in memory than it was.
 */
@Singleton
final class StrictJson implements ObjectMapperCustomizer {

    /** Enough for the 10,000 parts of an upload, each with a number and an ETag. */
    private static final int MOST_TOKENS = 100_000;

    private static final int DEEPEST = 50;
    private static final int LONGEST_NAME = 1000;
    /** More than any location or URL of a source. Base64 that is read as such may be longer. */
    private static final int LONGEST_STRING = 16 * 1024;

    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY);
        mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        // Requests to functions in Lambda are strings in an event that Lambda limits.
        mapper.getFactory().setStreamReadConstraints(bounds(StreamReadConstraints.DEFAULT_MAX_STRING_LEN));
    }

    /** Of parsers of requests. */
    static JsonFactory factory() {
        return JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .streamReadConstraints(bounds(LONGEST_STRING))
                .build();
    }

    private static StreamReadConstraints bounds(int longestString) {
        return StreamReadConstraints.builder()
                .maxTokenCount(MOST_TOKENS)
                .maxNestingDepth(DEEPEST)
                .maxNameLength(LONGEST_NAME)
                .maxStringLength(longestString)
                .build();
    }
}
