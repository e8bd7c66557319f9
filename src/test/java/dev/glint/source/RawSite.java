package dev.glint.source;

import static dev.glint.source.TestSources.PUBLIC;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A server that sends raw bytes, for any number of connections, one at a time. */
final class RawSite implements AutoCloseable {

    /** Writes the answer to a request. */
    @FunctionalInterface
    interface Script {
        void play(OutputStream out) throws IOException;
    }

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final CompletableFuture<Long> firstDone = new CompletableFuture<>();

    /** @param stayOpen whether the client has to close the connection */
    RawSite(Script script, boolean stayOpen) throws IOException {
        Thread thread = new Thread(() -> serve(script, stayOpen), "raw-site");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "http://" + PUBLIC + ":" + port() + "/hush";
    }

    /** The number of bytes sent on the first connection, once it has ended. */
    long sent() throws Exception {
        return firstDone.get(60, TimeUnit.SECONDS);
    }

    private void serve(Script script, boolean stayOpen) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                InputStream in = socket.getInputStream();
                in.read(new byte[8192]);
                Counter out = new Counter(socket.getOutputStream());
                try {
                    script.play(out);
                    if (stayOpen) {
                        in.read();
                    }
                } finally {
                    firstDone.complete(out.count);
                }
            } catch (IOException e) {
                // The reader has left, or the test is over.
            }
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private static final class Counter extends FilterOutputStream {

        private long count;

        private Counter(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            count += length;
        }
    }
}
