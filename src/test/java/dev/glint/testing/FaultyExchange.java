package dev.glint.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.util.EnumSet;
import java.util.List;

/** One request through a {@link FaultProxy}, with the operations that a {@link Fault} needs. */
public final class FaultyExchange {

    private static final int PATIENCE_MILLIS = 60_000;

    private final FaultProxy proxy;
    private final Socket client;
    private final InputStream in;
    private final HttpMessage head;
    private final S3Operation operation;
    private HttpMessage request;

    FaultyExchange(FaultProxy proxy, Socket client, InputStream in, HttpMessage head) {
        this.proxy = proxy;
        this.client = client;
        this.in = in;
        this.head = head;
        this.operation = S3Operation.of(head);
    }

    public S3Operation operation() {
        return operation;
    }

    /** The path and the query. */
    public String target() {
        return head.startLine().split(" ")[1];
    }

    /** Whether this uploads the part with a number. */
    boolean isPart(int number) {
        return EnumSet.of(S3Operation.UPLOAD_PART, S3Operation.COPY_PART).contains(operation)
                && head.startLine().matches(".*[?&]partNumber=" + number + "\\b.*");
    }

    public boolean hasHeader(String name) {
        return head.header(name).isPresent();
    }

    boolean hasHeader(String name, String value) {
        return head.header(name).filter(value::equals).isPresent();
    }

    /** The request with its body, which is read from the client on the first call. */
    HttpMessage request() throws IOException {
        if (request == null) {
            proceed();
            request = hasBody() ? head.with(head.readBody(in)) : head;
        }
        return request;
    }

    /** Reads half of the body of the request, and leaves the rest unread. */
    void readHalf() throws IOException {
        proceed();
        in.skipNBytes(length() / 2);
    }

    public boolean hasBody() {
        return head.isChunked() || length() > 0;
    }

    private long length() {
        return head.header("Content-Length").map(Long::parseLong).orElse(0L);
    }

    private boolean clientWaits() {
        return head.header("Expect").isPresent() && request == null;
    }

    private void proceed() throws IOException {
        if (clientWaits()) {
            client.getOutputStream().write(new HttpMessage("HTTP/1.1 100 Continue", List.of()).head());
        }
    }

    /** Forwards the request to the server unchanged, and returns the reply. */
    HttpMessage forward() throws IOException {
        return forward(request());
    }

    HttpMessage forward(HttpMessage message) throws IOException {
        return forward(proxy.server(), message);
    }

    /** Forwards a request that no longer matches its signature. */
    HttpMessage forwardUnsigned(HttpMessage message) throws IOException {
        return forward(proxy.trustingServer(), message);
    }

    private HttpMessage forward(URI server, HttpMessage message) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            InputStream replies = new BufferedInputStream(socket.getInputStream());
            out.write(message.with("Connection", "close").head());
            if (message.header("Expect").isEmpty()) {
                out.write(message.framedBody());
            }
            HttpMessage reply = readReply(replies);
            if (reply.startLine().contains(" 100")) {
                out.write(message.framedBody());
                reply = readReply(replies);
            }
            byte[] body = isBodiless(reply) ? new byte[0] : reply.readBody(replies);
            proxy.count(this, message.body().length + body.length);
            return reply.without("Connection").with(body);
        }
    }

    private static HttpMessage readReply(InputStream in) throws IOException {
        return HttpMessage.readHead(in).orElseThrow(() -> new IOException("the server did not answer"));
    }

    private boolean isBodiless(HttpMessage reply) {
        return head.startLine().startsWith("HEAD") || reply.startLine().matches("\\S+ (1..|204|304).*");
    }

    /** Sends a reply to the client, and keeps the connection open if the end of the reply is known. */
    void reply(HttpMessage reply) throws IOException {
        boolean tooShort = reply.header("Content-Length")
                .filter(length -> reply.body().length > 0 && Integer.parseInt(length) > reply.body().length)
                .isPresent();
        boolean endless = !isBodiless(reply)
                && !reply.isChunked()
                && reply.header("Content-Length").isEmpty();
        boolean last = clientWaits() || tooShort || endless;
        HttpMessage sent = last ? reply.with("Connection", "close") : reply;
        send(sent.head());
        send(sent.framedBody());
        if (last) {
            client.close();
        }
    }

    /** Sends a reply of the proxy. A client that waits for 100-continue does not get it. */
    void reply(int status, String body) throws IOException {
        if (!clientWaits()) {
            request();
        }
        byte[] bytes = head.startLine().startsWith("HEAD") ? new byte[0] : body.getBytes();
        reply(new HttpMessage(
                "HTTP/1.1 " + status + " Injected",
                List.of("Content-Type: application/xml", "Content-Length: " + bytes.length),
                bytes));
    }

    void send(byte[] bytes) throws IOException {
        client.getOutputStream().write(bytes);
    }

    /** Closes the connection regularly. */
    void close() throws IOException {
        client.close();
    }

    /** Resets the connection, as when a host crashes. */
    void reset() throws IOException {
        client.setSoLinger(true, 0);
        client.close();
    }

    /** Marks the connection as kept open by a fault for as long as the client waits. */
    void hold() {
        proxy.hold(this, client);
    }

    /** Reads and discards everything that the client sends until it gives up. */
    void swallow() throws IOException {
        hold();
        in.transferTo(OutputStream.nullOutputStream());
    }
}
