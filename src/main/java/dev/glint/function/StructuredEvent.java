package dev.glint.function;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** An event as one JSON object, read without its data, which may be large. */
final class StructuredEvent {

    private final RequestBody body;
    private final Map<String, String> attributes = new HashMap<>();
    private long dataStart = -1;
    private long dataEnd;
    private InlineData base64;

    private StructuredEvent(RequestBody body) {
        this.body = body;
    }

    /**
     * Reads an event.
     *
     * @param wanted the names of attributes
     * @throws IOException if the body is not JSON
     */
    static StructuredEvent read(RequestBody body, Collection<String> wanted) throws IOException {
        StructuredEvent event = new StructuredEvent(body);
        try (JsonParser parser = StrictReader.parser(body)) {
            while (parser.nextToken() != JsonToken.END_OBJECT) {
                String name = parser.currentName();
                event.readMember(name, parser.nextToken(), parser, wanted);
            }
            if (parser.nextToken() != null) {
                throw new IOException("There is more after the event.");
            }
        }
        return event;
    }

    private void readMember(String name, JsonToken value, JsonParser parser, Collection<String> wanted)
            throws IOException {
        long start = parser.currentTokenLocation().getByteOffset();
        if (name.equals("data_base64") && value == JsonToken.VALUE_STRING) {
            base64 = new InlineData(body, start);
        } else if (wanted.contains(name) && value == JsonToken.VALUE_STRING) {
            attributes.put(name, parser.getText());
        }
        parser.skipChildren();
        if (name.equals("data")) {
            parser.finishToken();
            dataStart = start;
            dataEnd = parser.currentLocation().getByteOffset();
        }
    }

    /** Those of the wanted attributes that are strings. */
    Map<String, String> attributes() {
        return attributes;
    }

    /**
     * Makes the data of the event the only content of its body.
     *
     * @throws IOException if it should be base64 and is not, or there are two of them
     */
    void keepData() throws IOException {
        if (base64 != null) {
            if (dataStart >= 0) {
                throw new IOException("There are data and data_base64.");
            }
            base64.decode(Long.MAX_VALUE);
        } else if (dataStart >= 0) {
            body.become(body.open(dataStart), dataEnd - dataStart);
        } else {
            body.become(body.open(0), 0);
        }
    }
}
