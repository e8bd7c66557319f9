package dev.glint.testing;

import java.net.URI;
import java.net.http.HttpClient.Version;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.SSLSession;

/** A response that was not redirected, over HTTP/1.1 without TLS. */
record SimpleResponse<T>(HttpRequest request, HttpMessage message, T body) implements HttpResponse<T> {

    @Override
    public int statusCode() {
        return Integer.parseInt(message.startLine().split(" ")[1]);
    }

    @Override
    public HttpHeaders headers() {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line : message.headers()) {
            String[] header = line.split(":", 2);
            headers.merge(header[0], List.of(header[1].strip()), SimpleResponse::concatenated);
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private static List<String> concatenated(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    @Override
    public Optional<HttpResponse<T>> previousResponse() {
        return Optional.empty();
    }

    @Override
    public Optional<SSLSession> sslSession() {
        return Optional.empty();
    }

    @Override
    public URI uri() {
        return request.uri();
    }

    @Override
    public Version version() {
        return Version.HTTP_1_1;
    }

    @Override
    public String toString() {
        return message.startLine() + " " + body;
    }
}
