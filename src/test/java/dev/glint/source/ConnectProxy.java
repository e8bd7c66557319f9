package dev.glint.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** A proxy on a free port of the loopback interface. It supports only CONNECT, and records its requests. */
final class ConnectProxy implements AutoCloseable {

    static final String OPEN = "HTTP/1.1 200 Connection established\r\n\r\n";

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final UnaryOperator<String> answers;

    /** @param answers the answer to a request; {@link #OPEN} opens the tunnel, any other answer ends the connection */
    ConnectProxy(UnaryOperator<String> answers) throws IOException {
        this.answers = answers;
        start(() -> {
            while (true) {
                Socket client = server.accept();
                start(() -> serve(client));
            }
        });
    }

    String url() {
        return "http://127.0.0.1:" + server.getLocalPort();
    }

    /** The heads of all requests so far. */
    List<String> requests() {
        return requests;
    }

    private void serve(Socket client) throws IOException {
        try (client) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                int next = client.getInputStream().read();
                if (next == -1) {
                    return;
                }
                head.append((char) next);
            }
            requests.add(head.toString());
            String answer = answers.apply(head.toString());
            client.getOutputStream().write(answer.getBytes(ISO_8859_1));
            if (answer.equals(OPEN)) {
                String target = head.substring("CONNECT ".length(), head.indexOf(" HTTP/1.1"));
                int colon = target.lastIndexOf(':');
                try (Socket source =
                        new Socket(target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)))) {
                    start(() -> pump(client, source));
                    pump(source, client);
                }
            }
        }
    }

    private static void pump(Socket from, Socket to) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        in.transferTo(out);
        to.shutdownOutput();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void start(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // One side has closed the connection, or the test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
