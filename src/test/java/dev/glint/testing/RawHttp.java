package dev.glint.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.util.Optional;

/** A connection for raw bytes that no HTTP client would send. */
public final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 60_000;

    private final Socket socket;

    public RawHttp(URI server) {
        try {
            socket = new Socket(server.getHost(), server.getPort());
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends a request to a server, and reads its answer: the head, an empty line, the body. */
    public static String answer(URI server, String request) {
        try (RawHttp connection = new RawHttp(server)) {
            return connection.send(request).answer();
        }
    }

    /** A POST with a {@code Content-Length}. */
    public static String post(String path, String body, String... headers) {
        String lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return "POST " + path + " HTTP/1.1\r\n" + lines + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    /** Sends characters as bytes. */
    public RawHttp send(String characters) {
        return send(characters.getBytes(ISO_8859_1));
    }

    public RawHttp send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The next answer; empty if the server closes the connection instead. */
    public String answer() {
        try {
            InputStream in = socket.getInputStream();
            Optional<HttpMessage> head = HttpMessage.readHead(in);
            if (head.isEmpty()) {
                return "";
            }
            byte[] body = head.get().readBody(in);
            return new String(head.get().head(), ISO_8859_1) + new String(body, ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
