package dev.glint.source;

import static dev.glint.source.TestSources.PUBLIC;

import dev.glint.testing.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A server of bytes over TLS, for one connection at a time, with a certificate of {@code public.test}. */
final class TlsSite implements AutoCloseable {

    /** What becomes of the connection once all has been said. */
    enum End {
        /** The end of TLS, then that of the connection. */
        CLOSE_NOTIFY,
        /** The end of the connection alone. */
        CUT,
        RESET,
        /** None: the other side has to hang up. */
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

    /** For a client that trusts this site. */
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
