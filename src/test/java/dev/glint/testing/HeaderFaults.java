package dev.glint.testing;

import static dev.glint.testing.Fault.answer;
import static dev.glint.testing.Fault.none;

import java.util.List;

/** Servers that do not know a header, refuse it or want it, and replies with another one. */
public final class HeaderFaults {

    private HeaderFaults() {}

    public static Fault replyHeader(String name, String value) {
        return exchange -> exchange.reply(exchange.forward().with(name, value));
    }

    /** A server that does not know a header of the request. */
    public static Fault ignoreHeader(String name) {
        return ignoreHeader(name, () -> {});
    }

    /** The same, with something else done between the server's deed and its reply. */
    public static Fault ignoreHeader(String name, Runnable event) {
        return exchange -> {
            HttpMessage reply = exchange.forwardUnsigned(exchange.request().without(name));
            event.run();
            exchange.reply(reply);
        };
    }

    /** A server that refuses requests of which a header has not this value. */
    public static Fault demandHeader(String name, String value, Fault otherwise) {
        return exchange -> {
            Fault fault = exchange.hasHeader(name, value) ? otherwise : answer(403, "InvalidToken");
            fault.befall(exchange);
        };
    }

    /** A server that refuses a header with {@code 501 NotImplemented}; what befalls requests without it is another matter. */
    public static Fault refuseHeader(String name, Fault otherwise) {
        return exchange -> {
            Fault fault = exchange.hasHeader(name) ? answer(501, "NotImplemented") : otherwise;
            fault.befall(exchange);
        };
    }

    /** A server that knows the size of the first part of an object, as S3 does; what others are asked for is another matter. */
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
