package dev.glint.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Stands before an HTTP server and lets things go wrong, as told by rules: which requests, which of them in order, what
 * happens. Requests that no rule is for are passed on. The host that a request names stays as it is, since it is signed.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 512;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final URI server;
    private final URI trustingServer;
    private final ServerSocket listener;
    private final ThreadPoolExecutor threads;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> held = ConcurrentHashMap.newKeySet();
    private final List<FaultRule> rules = new CopyOnWriteArrayList<>();
    private final Queue<S3Operation> requests = new ConcurrentLinkedQueue<>();
    private final AtomicInteger unfinished = new AtomicInteger();

    /** {@code trustingServer}: the same server at an address where it believes requests whose signature does not fit. */
    public FaultProxy(URI server, URI trustingServer) {
        this.server = server;
        this.trustingServer = trustingServer;
        this.threads = new ThreadPoolExecutor(
                0, MOST_CONNECTIONS, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), FaultProxy::newThread);
        try {
            this.listener = new ServerSocket(0, MOST_CONNECTIONS, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        newThread(this::accept).start();
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    }

    public int port() {
        return listener.getLocalPort();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Begins a rule for all requests. */
    public FaultRule onAny() {
        return new FaultRule(exchange -> true, rules::add);
    }

    /** Begins a rule for requests of an operation. */
    public FaultRule on(S3Operation operation) {
        return new FaultRule(exchange -> exchange.operation() == operation, rules::add);
    }

    /** Begins a rule for uploads of the part of a number. */
    public FaultRule onPart(int number) {
        return new FaultRule(exchange -> exchange.isPart(number), rules::add);
    }

    /** Forgets all rules and what was counted, and lets go of clients that would wait for ever. */
    public void clear() {
        rules.clear();
        requests.clear();
        held.forEach(FaultProxy::close);
        held.clear();
    }

    /** Lets a client wait until {@link #clear()}. */
    void hold(Socket client) {
        held.add(client);
    }

    /** What was asked for since the last {@link #clear()}, in order of arrival. */
    public List<S3Operation> requests() {
        return List.copyOf(requests);
    }

    public long count(S3Operation operation) {
        return requests.stream().filter(operation::equals).count();
    }

    /** How many connections clients have open. */
    public int connections() {
        return clients.size();
    }

    /** Waits until whatever was asked has reached the server, or never will. */
    public void awaitQuiet() {
        await(() -> unfinished.get() == 0, "requests do not end");
    }

    /** Waits until a number of requests has been made since the last {@link #clear()}. */
    public void awaitRequests(int count) {
        await(() -> requests.size() >= count, "requests do not come");
    }

    private static void await(BooleanSupplier condition, String otherwise) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(otherwise);
            }
            LockSupport.parkNanos(1_000_000);
        }
    }

    URI server() {
        return server;
    }

    URI trustingServer() {
        return trustingServer;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                clients.add(client);
                threads.execute(() -> serve(client));
            } catch (IOException | RejectedExecutionException e) {
                // Closed, or more connections than any test means to make; the next look tells.
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(client.getInputStream());
            Optional<HttpMessage> head = HttpMessage.readHead(in);
            while (head.isPresent()) {
                handle(new FaultyExchange(this, client, in, head.get()));
                head = client.isClosed() ? Optional.empty() : HttpMessage.readHead(in);
            }
        } catch (IOException | InterruptedException e) {
            // Either side may leave at any time; the connection is over then.
        } finally {
            clients.remove(client);
            held.remove(client);
        }
    }

    private void handle(FaultyExchange exchange) throws IOException, InterruptedException {
        unfinished.incrementAndGet();
        try {
            requests.add(exchange.operation());
            faultFor(exchange).befall(exchange);
        } finally {
            unfinished.decrementAndGet();
        }
    }

    private Fault faultFor(FaultyExchange exchange) {
        return rules.stream()
                .filter(rule -> rule.applies(exchange))
                .findFirst()
                .map(FaultRule::fault)
                .orElse(Fault.none());
    }

    @Override
    public void close() {
        close(listener);
        clients.forEach(FaultProxy::close);
        threads.shutdownNow();
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
