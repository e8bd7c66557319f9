package dev.glint.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.Optional;

/**
 * A connection under TLS that tells its end from a cut. Java takes the end of a connection for the end of TLS (close_notify);
 * only the latter is protected, so anybody on the way could shorten what has no length of its own. Nothing reads on after
 * close_notify, so a connection that ends while it is read was cut.
 */
final class UncutSocket extends SourceSocket {

    UncutSocket(Optional<SourceProxy> proxy) {
        super(proxy);
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new Uncut(super.getInputStream());
    }

    private static final class Uncut extends FilterInputStream {

        private Uncut(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            return uncut(in.read());
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            return uncut(in.read(target, offset, count));
        }

        private static int uncut(int read) throws IOException {
            if (read == -1) {
                // JSSE makes a proper end of an EOFException.
                throw new SocketException("The connection was cut before TLS ended.");
            }
            return read;
        }
    }
}
