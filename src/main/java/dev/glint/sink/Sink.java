package dev.glint.sink;

import java.io.IOException;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpPost;

/** Where events are sent. */
interface Sink {

    /**
     * The request that delivers an event.
     *
     * @throws IOException if it cannot be made at present
     */
    HttpPost request(ImageEvent event) throws IOException;

    /**
     * Fails unless an answer says that the event was taken.
     *
     * @throws RefusedEvent if it would be no use to try again
     * @throws IOException if the sink has not taken it
     */
    void check(HttpResponse answer) throws IOException;

    /** Fails unless a status is that of a success. */
    static void check(int status) throws IOException {
        if (status >= 500 || status == 408 || status == 429) {
            throw new IOException("The sink answered " + status + ".");
        }
        if (status < 200 || status >= 300) {
            throw new RefusedEvent("The sink answered " + status + ".");
        }
    }
}
