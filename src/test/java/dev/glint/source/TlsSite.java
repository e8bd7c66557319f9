package dev.glint.source;

import static dev.glint.source.TestSources.PUBLIC;

import dev.glint.testing.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server that sends raw bytes over TLS, one connection at a time, with a certificate for {@code public.test}. */
final class TlsSite implements AutoCloseable {

    /** The end of the connection after the answer. */
    enum End {
        /** A TLS close_notify, then the end of the connection. */
        CLOSE_NOTIFY,
        /** The end of the connection without close_notify. */
        CUT,
        RESET,
        /** No end: the client has to close the connection. */
        SILENCE
    }

    private final ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    private final SSLContext context = Certificates.context(PUBLIC);

    TlsSite(String protocol, RawSite.Script script, End end) throws IOException {
        Thread thread = new Thread(() -> serve(protocol, script, end), "tls-site");
        thread.setDaemon(true);
        thread.start();
    }

    int port() {
        return server.getLocalPort();
    }

    String url() {
        return "https://" + PUBLIC + ":" + port() + "/hush";
    }

    /** A TLS context for a client that trusts this site. */
    SSLContext trust() {
        return context;
    }

    private void serve(String protocol, RawSite.Script script, End end) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, port(), true);
                tls.setUseClientMode(false);
                tls.setEnabledProtocols(new String[] {protocol});
                tls.getInputStream().read(new byte[8192]);
                script.play(tls.getOutputStream());
                switch (end) {
                    case CLOSE_NOTIFY -> tls.shutdownOutput();
                    case RESET -> socket.setSoLinger(true, 0);
                    case SILENCE -> tls.getInputStream().read();
                    case CUT -> {}
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
}
