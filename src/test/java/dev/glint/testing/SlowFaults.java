package dev.glint.testing;

import static dev.glint.testing.Fault.none;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;

/** Faults that only cause delays. */
public final class SlowFaults {

    private SlowFaults() {}

    /** The server gets the request later. */
    public static Fault delay(Duration delay) {
        return exchange -> {
            Thread.sleep(delay.toMillis());
            none().befall(exchange);
        };
    }

    /** The request is accepted, and never answered. */
    public static Fault stall() {
        return exchange -> {
            exchange.request();
            exchange.swallow();
        };
    }

    /** The reply comes byte by byte, with pauses in between. */
    public static Fault trickle(Duration pause) {
        return exchange -> {
            HttpMessage reply = exchange.forward();
            trickle(exchange, reply.head(), pause);
            trickle(exchange, reply.framedBody(), pause);
            exchange.close();
        };
    }

    /** The body of the reply comes byte by byte, with pauses in between; its head comes at once. */
    public static Fault trickleBody(Duration pause) {
        return exchange -> {
            HttpMessage reply = exchange.forward();
            exchange.send(reply.head());
            trickle(exchange, reply.framedBody(), pause);
            exchange.close();
        };
    }

    /** The body of the reply comes at a rate. */
    public static Fault limit(int bytesPerSecond) {
        return exchange -> {
            HttpMessage reply = exchange.forward();
            exchange.send(reply.head());
            byte[] body = reply.framedBody();
            int step = bytesPerSecond / 100;
            for (int at = 0; at < body.length; at += step) {
                exchange.send(Arrays.copyOfRange(body, at, Math.min(body.length, at + step)));
                Thread.sleep(10);
            }
        };
    }

    private static void trickle(FaultyExchange exchange, byte[] bytes, Duration pause)
            throws IOException, InterruptedException {
        exchange.hold();
        for (byte one : bytes) {
            exchange.send(new byte[] {one});
            Thread.sleep(pause.toMillis());
        }
    }
}
