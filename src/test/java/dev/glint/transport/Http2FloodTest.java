package dev.glint.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;

/** HTTP/2 from malicious clients, over a plain connection with prior knowledge. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class Http2FloodTest {

    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    /** {@code GET http://a/}, in HPACK. */
    private static final byte[] REQUEST = {(byte) 0x82, (byte) 0x84, (byte) 0x86, 1, 1, 'a'};

    private static final int FRAMES = 100_000;

    private final int port = ConfigProvider.getConfig().getValue("quarkus.http.test-port", Integer.class);

    @Test
    void requestWithOneContinuationIsAnswered() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            begin(socket.getOutputStream());
            socket.getOutputStream().write(frame(CONTINUATION, END_HEADERS));
            assertEquals(HEADERS, lastWord(socket));
        }
    }

    @Test
    void endlessHeadersCloseTheConnection() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            begin(socket.getOutputStream());
            try {
                for (int count = 0; count < FRAMES; count++) {
                    socket.getOutputStream().write(frame(CONTINUATION, 0));
                }
                socket.getOutputStream().write(frame(CONTINUATION, END_HEADERS));
            } catch (SocketException e) {
                return;
            }
            assertNotEquals(HEADERS, lastWord(socket), "the request is answered after all");
        }
    }

    private static void begin(OutputStream out) throws IOException {
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(ByteBuffer.allocate(9).put(3, (byte) SETTINGS).array());
        out.write(frame(HEADERS, END_STREAM, REQUEST));
    }

    /** A frame of the first stream. */
    private static byte[] frame(int type, int flags, byte... payload) {
        return ByteBuffer.allocate(9 + payload.length)
                .putInt(payload.length << 8 | type)
                .put((byte) flags)
                .putInt(1)
                .put(payload)
                .array();
    }

    /** The type of the frame that answers the request; if there is none, that of the last frame before the connection closes. */
    private static int lastWord(Socket socket) throws IOException {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        int type = -1;
        try {
            while (type != HEADERS) {
                int lengthAndType = in.readInt();
                type = lengthAndType & 0xff;
                in.skipNBytes(5 + (lengthAndType >>> 8));
            }
        } catch (EOFException | SocketException e) {
            // Closed.
        }
        return type;
    }
}
