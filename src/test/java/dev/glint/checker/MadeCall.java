package dev.glint.checker;

import java.util.Optional;

/** One call in a {@link History}: client, instance, request, answer and times. */
final class MadeCall {

    /** The end of a call that has not ended or has no clear answer. */
    static final long OPEN = Long.MAX_VALUE;

    private final int client;
    private final Ask ask;
    private final Request request;
    private final Instance instance;
    private final long begin;
    private long end = OPEN;
    private Told told = Told.of(Told.Outcome.SILENCE, "no answer yet");

    /** {@code request} and {@code instance} are null for a direct request to S3. */
    MadeCall(int client, Ask ask, Request request, Instance instance, long begin) {
        this.client = client;
        this.ask = ask;
        this.request = request;
        this.instance = instance;
        this.begin = begin;
    }

    synchronized void end(Told answer, long when) {
        told = answer;
        end = when;
    }

    Ask ask() {
        return ask;
    }

    Optional<Request> request() {
        return Optional.ofNullable(request);
    }

    Optional<Instance> instance() {
        return Optional.ofNullable(instance);
    }

    synchronized Told told() {
        return told;
    }

    long begin() {
        return begin;
    }

    /** The time of the answer, on the clock of {@link #begin()}. A call without a clear answer may act at any time after it. */
    synchronized long end() {
        return told.isOpen() ? OPEN : end;
    }

    /** Whether the client does not wait for it any more. */
    synchronized boolean isOver() {
        return end != OPEN;
    }

    @Override
    public synchronized String toString() {
        return "%6d - %6s client %2d, %s: %s%s%n%17s-> %s"
                .formatted(
                        begin,
                        end == OPEN ? "" : end,
                        client,
                        instance == null ? "S3" : instance,
                        ask,
                        request == null ? "" : " by " + request,
                        "",
                        told);
    }
}
