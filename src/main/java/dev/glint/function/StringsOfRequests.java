package dev.glint.function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** How the strings of a request are read: base64 stays in the body, and the others are bounded together. */
final class StringsOfRequests extends SimpleModule {

    private static final long serialVersionUID = 1L;

    /** The ETags of 10,000 parts have less. */
    private static final int MOST_CHARACTERS = 2 * 1024 * 1024;

    StringsOfRequests() {
        addDeserializer(String.class, new Text());
        addDeserializer(InlineData.class, new Data());
    }

    private static final class Text extends StdDeserializer<String> {

        private static final long serialVersionUID = 1L;
        private static final String CHARACTERS = "characters";

        Text() {
            super(String.class);
        }

        @Override
        public String deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (String) context.handleUnexpectedToken(String.class, parser);
            }
            String text = parser.getText();
            int before = context.getAttribute(CHARACTERS) instanceof Integer count ? count : 0;
            if (before + text.length() > MOST_CHARACTERS) {
                throw new StreamConstraintsException("too many characters");
            }
            context.setAttribute(CHARACTERS, before + text.length());
            if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                return (String) context.handleWeirdStringValue(String.class, text, "half of a surrogate pair");
            }
            return text;
        }
    }

    private static final class Data extends StdDeserializer<InlineData> {

        private static final long serialVersionUID = 1L;

        Data() {
            super(InlineData.class);
        }

        @Override
        public InlineData deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (InlineData) context.handleUnexpectedToken(InlineData.class, parser);
            }
            RequestBody body = (RequestBody) context.getAttribute(RequestBody.class);
            return new InlineData(body, parser.currentTokenLocation().getByteOffset());
        }
    }
}
