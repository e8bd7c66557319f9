package dev.glint.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The way in which a {@link FaultProxy} handles a request, instead of passing it and its reply on. */
@FunctionalInterface
public interface Fault {

    void befall(FaultyExchange exchange) throws IOException, InterruptedException;

    /** No fault: the request and its reply are passed on. */
    static Fault none() {
        return exchange -> exchange.reply(exchange.forward());
    }

    /** The server never gets the request; the reply is a status with an error document of S3. */
    static Fault answer(int status, String code) {
        return exchange -> exchange.reply(
                status,
                "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>" + code
                        + "</Code><Message>injected</Message></Error>");
    }

    /** The connection is reset after the head of the request. */
    static Fault resetBeforeBody() {
        return FaultyExchange::reset;
    }

    static Fault resetInBody() {
        return exchange -> {
            exchange.readHalf();
            exchange.reset();
        };
    }

    /** The server handles the request, but the connection is reset before the reply. */
    static Fault loseReply() {
        return exchange -> {
            exchange.forward();
            exchange.reset();
        };
    }

    /** The server handles the request, but the connection is closed regularly before the reply. */
    static Fault dropReply() {
        return exchange -> {
            exchange.forward();
            exchange.close();
        };
    }

    /** The server handles the request, but its reply takes longer than the client waits. */
    static Fault withholdReply() {
        return exchange -> {
            exchange.forward();
            exchange.swallow();
        };
    }

    /** The server handles the request, but replies with an error. */
    static Fault doAndFail() {
        return exchange -> {
            exchange.forward();
            answer(500, "InternalError").befall(exchange);
        };
    }

    /** The connection is closed regularly in the middle of the body of the reply. */
    static Fault cutReply() {
        return exchange -> {
            halfReply(exchange);
            exchange.close();
        };
    }

    /** The same, but the head of the reply has the length of the body. */
    static Fault cutReplyOfKnownLength() {
        return exchange -> {
            HttpMessage reply = exchange.forward().without("Transfer-Encoding");
            byte[] body = reply.body();
            exchange.send(reply.with("Content-Length", "" + body.length).head());
            exchange.send(Arrays.copyOf(body, body.length / 2));
            exchange.close();
        };
    }

    /** The connection is closed regularly after the head of the reply. */
    static Fault cutAfterHead() {
        return exchange -> {
            exchange.send(exchange.forward().head());
            exchange.close();
        };
    }

    /** The head of the reply has no length; the body ends with the connection. */
    static Fault hideLength() {
        return exchange -> {
            HttpMessage reply = exchange.forward().without("Content-Length").without("Transfer-Encoding");
            exchange.send(reply.head());
            exchange.send(reply.body());
            exchange.close();
        };
    }

    static Fault resetInReply() {
        return exchange -> {
            halfReply(exchange);
            exchange.reset();
        };
    }

    /** Sends half of the body of the reply, and then nothing for as long as the client waits. */
    static Fault stallInReply() {
        return exchange -> {
            halfReply(exchange);
            exchange.swallow();
        };
    }

    private static void halfReply(FaultyExchange exchange) throws IOException {
        HttpMessage reply = exchange.forward();
        byte[] body = reply.framedBody();
        exchange.send(reply.head());
        exchange.send(Arrays.copyOf(body, body.length / 2));
    }

    /** One bit of the body of the request changes on its way. */
    static Fault flipRequest() {
        return exchange -> exchange.reply(exchange.forward(exchange.request().flipped()));
    }

    /** One bit of the body of the request changes on its way to a server that does not check signatures. */
    static Fault flipRequestUnnoticed() {
        return exchange ->
                exchange.reply(exchange.forwardUnsigned(exchange.request().flipped()));
    }

    static Fault flipRequestUnnoticedAndLoseReply() {
        return exchange -> {
            exchange.forwardUnsigned(exchange.request().flipped());
            exchange.reset();
        };
    }

    /** The body of the request is replaced on its way to a server that does not check signatures. */
    static Fault changeRequest(UnaryOperator<String> change) {
        return exchange -> {
            HttpMessage request = exchange.request();
            byte[] body = change.apply(new String(request.body(), UTF_8)).getBytes(UTF_8);
            exchange.reply(exchange.forwardUnsigned(request.with(body).with("Content-Length", "" + body.length)));
        };
    }

    /** One bit of the body of the reply changes on its way. */
    static Fault flipReply() {
        return exchange -> exchange.reply(exchange.forward().flipped());
    }

    /** The body of the reply is replaced. */
    static Fault changeReply(UnaryOperator<String> change) {
        return exchange -> {
            HttpMessage reply = exchange.forward().without("Transfer-Encoding");
            byte[] body = change.apply(new String(reply.body(), UTF_8)).getBytes(UTF_8);
            exchange.reply(reply.with(body).with("Content-Length", "" + body.length));
        };
    }

    /** The reply has other headers. The value null leaves one out. */
    static Fault changeHeaders(Map<String, String> headers) {
        return exchange -> {
            HttpMessage reply = exchange.forward();
            for (Map.Entry<String, String> header : headers.entrySet()) {
                reply = reply.with(header.getKey(), header.getValue());
            }
            exchange.reply(reply);
        };
    }

    /** This fault, after an event. */
    default Fault after(Runnable event) {
        return exchange -> {
            event.run();
            befall(exchange);
        };
    }

    /** No fault, but an event happens after the server has handled the request and before its reply. */
    static Fault beforeReply(Runnable event) {
        return exchange -> {
            HttpMessage reply = exchange.forward();
            event.run();
            exchange.reply(reply);
        };
    }
}
