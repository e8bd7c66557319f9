package dev.glint.testing;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.none;

import java.util.List;

/** Servers that ignore, refuse or demand a header, and replies with a changed header. */
public final class HeaderFaults {

    private HeaderFaults() {}

    public static Fault replyHeader(String name, String value) {
        return exchange -> exchange.reply(exchange.forward().with(name, value));
    }

    public static Fault replyWithout(String name) {
        return exchange -> exchange.reply(exchange.forward().without(name));
    }

    /** A header of the request has another value for a server that does not check signatures. */
    public static Fault changeHeader(String name, String value) {
        return exchange ->
                exchange.reply(exchange.forwardUnsigned(exchange.request().with(name, value)));
    }

    /** A server that ignores a header of the request. */
    public static Fault ignoreHeader(String name) {
        return ignoreHeader(name, () -> {});
    }

    /** The same, with an event after the server has handled the request and before its reply. */
    public static Fault ignoreHeader(String name, Runnable event) {
        return exchange -> {
            HttpMessage reply = exchange.forwardUnsigned(exchange.request().without(name));
            event.run();
            exchange.reply(reply);
        };
    }

    /** A server that ignores several headers of the request. */
    public static Fault ignoreHeaders(String... names) {
        return exchange -> {
            HttpMessage request = exchange.request();
            for (String name : names) {
                request = request.without(name);
            }
            exchange.reply(exchange.forwardUnsigned(request));
        };
    }

    /** A server that refuses requests in which a header does not have this value. */
    public static Fault demandHeader(String name, String value, Fault otherwise) {
        return exchange -> {
            Fault fault = exchange.hasHeader(name, value) ? otherwise : answer(403, "InvalidToken");
            fault.befall(exchange);
        };
    }

    /** A server that refuses a header with {@code 501 NotImplemented}; {@code otherwise} is the fault of requests without it. */
    public static Fault refuseHeader(String name, Fault otherwise) {
        return exchange -> {
            Fault fault = exchange.hasHeader(name) ? answer(501, "NotImplemented") : otherwise;
            fault.befall(exchange);
        };
    }

    /** A server that returns the size of the first part of an object, as S3 does. Other requests are not changed. */
    public static Fault tellFirstPart(long size) {
        return exchange -> {
            if (exchange.request().startLine().contains("partNumber=1")) {
                exchange.reply(new HttpMessage(
                        "HTTP/1.1 206 Partial Content", List.of("Content-Length: " + size, "ETag: \"x\"")));
            } else {
                none().befall(exchange);
            }
        };
    }
}
