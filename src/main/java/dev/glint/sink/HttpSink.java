package dev.glint.sink;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.entity.ByteArrayEntity;
import org.apache.http.entity.ContentType;

/**
 * Takes events in binary mode.
 *
 * @param source that of the events
 * @param extensions more attributes of each event, by name
 * @see <a href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">CloudEvents over HTTP</a>
 */
record HttpSink(URI url, String source, Map<String, String> extensions) implements Sink {

    @Override
    public HttpPost request(ImageEvent event) {
        HttpPost request = new HttpPost(url);
        request.setHeader("ce-specversion", "1.0");
        request.setHeader("ce-id", event.id());
        request.setHeader("ce-source", source);
        request.setHeader("ce-type", event.type());
        request.setHeader("ce-subject", event.subject());
        request.setHeader("ce-time", event.time().toString());
        extensions.forEach((name, value) -> request.setHeader("ce-" + name, value.replace("%", "%25")));
        request.setEntity(new ByteArrayEntity(event.data(), ContentType.APPLICATION_JSON));
        return request;
    }

    /** The body of the answer is not read. */
    @Override
    public void check(HttpResponse answer) throws IOException {
        Sink.check(answer.getStatusLine().getStatusCode());
    }
}
