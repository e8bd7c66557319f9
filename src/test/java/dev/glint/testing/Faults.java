package dev.glint.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The fault rules for some requests to a {@link FaultProxy}, and a record of these requests. */
public abstract class Faults {

    private final Set<Socket> held = ConcurrentHashMap.newKeySet();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final Queue<S3Operation> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();

    /** Begins a rule for all requests. */
    public FaultRule onAny() {
        return new FaultRule(exchange -> true, rules::add);
    }

    /** Begins a rule for requests of an operation. */
    public FaultRule on(S3Operation operation) {
        return new FaultRule(exchange -> exchange.operation() == operation, rules::add);
    }

    /** Begins a rule for uploads of the part with a number. */
    public FaultRule onPart(int number) {
        return new FaultRule(exchange -> exchange.isPart(number), rules::add);
    }

    /** Removes all rules and records, and releases clients that would wait forever. */
    public void clear() {
        rules.clear();
        requests.clear();
        bytes.set(0);
        held.forEach(Faults::close);
        held.clear();
    }

    /** The operations since the last {@link #clear()}, in order of arrival. */
    public List<S3Operation> requests() {
        return List.copyOf(requests);
    }

    public long count(S3Operation operation) {
        return requests.stream().filter(operation::equals).count();
    }

    /** How many bytes of bodies have gone to the server and come from it since the last {@link #clear()}. */
    public long bytes() {
        return bytes.get();
    }

    void count(long more) {
        bytes.addAndGet(more);
    }

    /** Waits until no request is under way any more. */
    public void awaitQuiet() {
        Await.until(() -> unfinished.get() == 0, "requests do not end");
    }

    /** Waits until a number of requests has arrived since the last {@link #clear()}. */
    public void awaitRequests(int count) {
        Await.until(() -> requests.size() >= count, "requests do not come");
    }

    /** The same for requests of an operation. */
    public void awaitCount(S3Operation operation, int count) {
        Await.until(() -> count(operation) >= count, "requests do not come");
    }

    /** Whether these rules are for a request. */
    abstract boolean concern(FaultyExchange exchange);

    void begin(FaultyExchange exchange) {
        unfinished.incrementAndGet();
        requests.add(exchange.operation());
    }

    void end() {
        unfinished.decrementAndGet();
    }

    Optional<Fault> of(FaultyExchange exchange) {
        return rules.stream().filter(rule -> rule.applies(exchange)).findFirst().map(FaultRule::fault);
    }

    /** Lets a client wait until {@link #clear()}. */
    void hold(Socket client) {
        held.add(client);
    }

    void release(Socket client) {
        held.remove(client);
    }

    static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
