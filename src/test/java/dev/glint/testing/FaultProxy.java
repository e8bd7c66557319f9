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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * Stands before an HTTP server and lets things go wrong, as told by rules: which requests, which of them in order, what
 * happens. Requests that no rule is for are passed on. The host that a request names stays as it is, since it is signed.
 */
public final class FaultProxy implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 512;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final URI server;
    private final URI trustingServer;
    private final ServerSocket listener;
    private final ThreadPoolExecutor threads;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final Set<Socket> held = ConcurrentHashMap.newKeySet();
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final List<S3Operation> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger unfinished = new AtomicInteger();

    /**
     * @param trustingServer the same server at an address where it believes requests whose signature does not fit
     */
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
    public Rule onAny() {
        return on(exchange -> true);
    }

    /** Begins a rule for requests of an operation. */
    public Rule on(S3Operation operation) {
        return on(exchange -> exchange.operation() == operation);
    }

    /** Begins a rule for uploads of the part of a number. */
    public Rule onPart(int number) {
        return on(exchange -> exchange.isPart(number));
    }

    private Rule on(Predicate<FaultyExchange> condition) {
        return new Rule(condition);
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

    /** Waits until whatever was asked has reached the server, or never will. */
    public void awaitQuiet() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (unfinished.get() > 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError(unfinished + " requests do not end");
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
                .map(rule -> rule.fault)
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

    /** Which requests a fault befalls. It holds from when its fault is named; of several that apply the first one counts. */
    public final class Rule {

        private final Predicate<FaultyExchange> condition;
        private final AtomicInteger seen = new AtomicInteger();
        private int first = 1;
        private int last = Integer.MAX_VALUE;
        private Fault fault;

        private Rule(Predicate<FaultyExchange> condition) {
            this.condition = condition;
        }

        public void always(Fault what) {
            range(1, Integer.MAX_VALUE, what);
        }

        public void once(Fault what) {
            range(1, 1, what);
        }

        /** From the first to the {@code count}th request. */
        public void times(int count, Fault what) {
            range(1, count, what);
        }

        /** The request of this number, counted from 1, and no other. */
        public void nth(int number, Fault what) {
            range(number, number, what);
        }

        private void range(int from, int to, Fault what) {
            first = from;
            last = to;
            fault = what;
            rules.add(this);
        }

        private boolean applies(FaultyExchange exchange) {
            if (!condition.test(exchange)) {
                return false;
            }
            int number = seen.incrementAndGet();
            return number >= first && number <= last;
        }
    }
}
