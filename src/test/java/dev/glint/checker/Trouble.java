package dev.glint.checker;

import static dev.glint.testing.S3Operation.GET_OBJECT;
import static dev.glint.testing.S3Operation.PUT_OBJECT;
import static dev.glint.testing.S3Operation.UPLOAD_PART;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyExchange;
import dev.glint.testing.SlowFaults;
import java.time.Duration;
import java.util.function.Predicate;

/** The faults that a request to S3 or to a source can meet, with their relative frequency. */
enum Trouble {
    NONE(0, Fault.none()),
    ERROR_500(5, Fault.answer(500, "InternalError")),
    ERROR_503(5, Fault.answer(503, "SlowDown")),
    LOST_REQUEST(4, Fault.resetBeforeBody()),
    CUT_REQUEST(4, Fault.resetInBody(), FaultyExchange::hasBody),
    LOST_REPLY(6, Fault.loseReply()),
    DROPPED_REPLY(4, Fault.dropReply()),
    CUT_REPLY(4, Fault.cutReply()),
    RESET_REPLY(4, Fault.resetInReply()),
    ONLY_THE_HEAD(4, Fault.cutAfterHead()),
    DELAY(4, SlowFaults.delay(Duration.ofMillis(300))),
    SILENCE(2, SlowFaults.stall()),
    SILENCE_IN_REPLY(2, Fault.stallInReply()),
    FLIPPED_REQUEST(2, Fault.flipRequest(), Trouble::isChecked),
    FLIPPED_REPLY(2, Fault.flipReply(), Trouble::isVouched);

    private final int weight;
    private final Fault fault;
    private final Predicate<FaultyExchange> condition;

    Trouble(int weight, Fault fault) {
        this(weight, fault, exchange -> true);
    }

    Trouble(int weight, Fault fault, Predicate<FaultyExchange> condition) {
        this.weight = weight;
        this.fault = fault;
        this.condition = condition;
    }

    int weight() {
        return weight;
    }

    Fault fault() {
        return fault;
    }

    boolean canBefall(FaultyExchange exchange) {
        return condition.test(exchange);
    }

    /** Whether S3 detects a changed byte: by the signed digest, or by an MD5. */
    private static boolean isChecked(FaultyExchange exchange) {
        boolean isWrite = exchange.operation() == PUT_OBJECT || exchange.operation() == UPLOAD_PART;
        return isWrite
                && exchange.hasBody()
                && (exchange.hasHeader("Authorization") || exchange.hasHeader("Content-MD5"));
    }

    /** Whether the application can detect a changed byte. */
    private static boolean isVouched(FaultyExchange exchange) {
        boolean isSource = exchange.target().startsWith("/vouched/");
        boolean isRead = exchange.operation() == GET_OBJECT && exchange.hasHeader("Authorization");
        return isSource || isRead;
    }
}
