package dev.glint.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Stands before an HTTP server and lets things go wrong, as told by rules: which requests, which of them in order, what
 * happens. Requests that no rule is for are passed on. The host that a request names stays as it is, since it is signed. Its own
 * rules are for all requests; those of {@link #about} come first.
 */
public final class FaultProxy extends Faults implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 512;

    private final URI server;
    private final URI trustingServer;
    private final ServerSocket listener;
    private final ThreadPoolExecutor threads;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<Faults> narrower = new CopyOnWriteArrayList<>();

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

    /** The faults of requests that are about one image, until they are forgotten. */
    public ImageFaults about(String id) {
        ImageFaults faults = new ImageFaults(id);
        narrower.add(faults);
        return faults;
    }

    public void forget(Faults faults) {
        narrower.remove(faults);
    }

    /** How many connections clients have open. */
    public int connections() {
        return clients.size();
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
            all().forEach(faults -> faults.release(client));
        }
    }

    private void handle(FaultyExchange exchange) throws IOException, InterruptedException {
        List<Faults> concerned = concerned(exchange).toList();
        concerned.forEach(faults -> faults.begin(exchange));
        try {
            concerned.stream()
                    .flatMap(faults -> faults.of(exchange).stream())
                    .findFirst()
                    .orElse(Fault.none())
                    .befall(exchange);
        } finally {
            concerned.forEach(Faults::end);
        }
    }

    /** Lets the client of an exchange wait until the faults that this concerns are cleared. */
    void hold(FaultyExchange exchange, Socket client) {
        concerned(exchange).forEach(faults -> faults.hold(client));
    }

    @Override
    boolean concern(FaultyExchange exchange) {
        return true;
    }

    private Stream<Faults> concerned(FaultyExchange exchange) {
        return all().filter(faults -> faults.concern(exchange));
    }

    private Stream<Faults> all() {
        return Stream.concat(narrower.stream(), Stream.of(this));
    }

    @Override
    public void close() {
        close(listener);
        clients.forEach(Faults::close);
        threads.shutdownNow();
    }
}
