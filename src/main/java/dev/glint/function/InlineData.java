package dev.glint.function;

import java.io.IOException;
import java.io.InputStream;
import java.util.Base64;

/**
 * A string of base64 in the body of a request.
 *
 * @param offset where the string begins in the body
 */
record InlineData(RequestBody body, long offset) {

    /**
     * Decodes it where it lies: the body then holds the bytes, or the first of them if there are more than {@code most}.
     *
     * @throws IOException if it is not base64
     */
    RequestBody decode(long most) throws IOException {
        InputStream text = new JsonText(body.open(offset + 1));
        body.become(Base64.getDecoder().wrap(text), most);
        if (body.length() < most && text.read() >= 0) {
            throw new IOException("There is more after the padding.");
        }
        return body;
    }
}
