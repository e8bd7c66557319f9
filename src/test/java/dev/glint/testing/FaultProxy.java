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
 * A proxy in front of an HTTP server that injects faults by rules. A rule has the kind of requests, their numbers in order, and the
 * fault. Requests without a rule are passed on. The Host header stays unchanged, since it is signed. The rules of the proxy itself
 * are for all requests; those of {@link #about} take precedence.
 */
public final class FaultProxy extends Faults implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 512;

    private final URI server;
    private final URI trustingServer;
    private final ServerSocket listener;
    private final ThreadPoolExecutor threads;
    private final Set<Socket> clients = ConcurrentHashMap.newKeySet();
    private final List<Faults> narrower = new CopyOnWriteArrayList<>();

    /** {@code trustingServer}: the address at which the same server does not check signatures. */
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

    /** The faults of requests for one image, until {@link #forget}. */
    public ImageFaults about(String id) {
        ImageFaults faults = new ImageFaults(id);
        narrower.add(faults);
        return faults;
    }

    public void forget(Faults faults) {
        narrower.remove(faults);
    }

    /** The number of open connections of clients. */
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
                // The proxy is closed, or has too many connections. The condition of the loop decides.
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
            // Either side may close the connection at any time.
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

    /** Lets the client of an exchange wait until the faults for this exchange are cleared. */
    void hold(FaultyExchange exchange, Socket client) {
        concerned(exchange).forEach(faults -> faults.hold(client));
    }

    /** Counts bytes that an exchange has passed on. */
    void count(FaultyExchange exchange, long bytes) {
        concerned(exchange).forEach(faults -> faults.count(bytes));
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
