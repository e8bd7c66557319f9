package dev.glint.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection to a source, directly or through a tunnel of the proxy. The proxy is told the address that was checked, never the
 * name: its own look-up could lead elsewhere. Plain http takes a tunnel too, since a proxy that is asked for a URL looks up its host.
 */
class SourceSocket extends Socket {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] (\\d{3})(?: .*)?");
    private static final int LONGEST_HEAD = 16 * 1024;

    private final Optional<SourceProxy> proxy;

    SourceSocket(Optional<SourceProxy> proxy) {
        this.proxy = proxy;
    }

    /** Connects to a source; each wait for the proxy takes no longer than the timeout. */
    @Override
    public void connect(SocketAddress source, int timeoutMillis) throws IOException {
        if (proxy.isEmpty()) {
            super.connect(source, timeoutMillis);
            return;
        }
        int usualTimeout = getSoTimeout();
        String answer;
        try {
            super.connect(proxy.get().address(), timeoutMillis);
            setSoTimeout(timeoutMillis);
            answer = ask(proxy.get(), (InetSocketAddress) source);
            setSoTimeout(usualTimeout);
        } catch (IOException e) {
            throw new ProxyException("The proxy (image.source.proxy) did not answer.", e);
        }
        Matcher status = STATUS.matcher(answer.split("\r?\n", 2)[0]);
        if (!status.matches()) {
            throw new ProxyException("The proxy (image.source.proxy) does not speak HTTP.");
        }
        if (!status.group(1).startsWith("2")) {
            throw new ProxyException("The proxy (image.source.proxy) answered " + status.group(1) + ".");
        }
    }

    /** Asks for a tunnel, and answers the head of what the proxy says. */
    private String ask(SourceProxy through, InetSocketAddress source) throws IOException {
        String target = authority(source);
        String authorization = through.authorization()
                .map(secret -> "Proxy-Authorization: " + secret + "\r\n")
                .orElse("");
        String request = "CONNECT %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(target, target, authorization);
        getOutputStream().write(request.getBytes(ISO_8859_1));
        // Under TLS, getInputStream() of the subclass would take the end for a cut of TLS.
        return readHead(super.getInputStream());
    }

    private static String authority(InetSocketAddress source) {
        String address = source.getAddress().getHostAddress().replaceFirst("%.*", "");
        return (source.getAddress() instanceof Inet6Address ? "[" + address + "]" : address) + ":" + source.getPort();
    }

    /** Reads up to the empty line, and not a byte more: the next one is the source's. */
    private static String readHead(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        int newlines = 0;
        while (newlines < 2) {
            int next = in.read();
            if (next == -1 || head.size() == LONGEST_HEAD) {
                throw new EOFException("The head of the answer has no end.");
            }
            head.write(next);
            if (next != '\r') {
                newlines = next == '\n' ? newlines + 1 : 0;
            }
        }
        return head.toString(ISO_8859_1);
    }
}
