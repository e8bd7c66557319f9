package dev.glint.testing;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An HTTP/1.1 request or reply in memory. {@code headers} are the original lines. */
record HttpMessage(String startLine, List<String> headers, byte[] body) {

    private static final byte[] NOTHING = new byte[0];
    private static final int LONGEST_LINE = 64 * 1024;

    HttpMessage(String startLine, List<String> headers) {
        this(startLine, headers, NOTHING);
    }

    /** Reads the next start line and the headers, without a body; empty if the connection ends. */
    static Optional<HttpMessage> readHead(InputStream in) throws IOException {
        String startLine = readLine(in);
        if (startLine == null) {
            return Optional.empty();
        }
        List<String> headers = new ArrayList<>();
        for (String line = readLine(in); line != null && !line.isEmpty(); line = readLine(in)) {
            headers.add(line);
        }
        return Optional.of(new HttpMessage(startLine, headers));
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            if (line.length() == LONGEST_LINE) {
                throw new IOException("a line without end");
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    /** Reads the body after this head. It is shorter than its length if the connection ends before. */
    byte[] readBody(InputStream in) throws IOException {
        if (isChunked()) {
            return readChunks(in);
        }
        Optional<String> length = header("Content-Length");
        return length.isPresent() ? in.readNBytes(Integer.parseInt(length.get())) : in.readAllBytes();
    }

    private static byte[] readChunks(InputStream in) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        int size;
        do {
            String line = readLine(in);
            if (line == null) {
                throw new EOFException("the chunks end early");
            }
            size = Integer.parseInt(line, 16);
            body.write(in.readNBytes(size));
            readLine(in);
        } while (size > 0);
        return body.toByteArray();
    }

    boolean isChunked() {
        return header("Transfer-Encoding").filter("chunked"::equalsIgnoreCase).isPresent();
    }

    Optional<String> header(String name) {
        return headers.stream()
                .filter(line -> isNamed(name, line))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst();
    }

    /** The same with one header of this name, or, with null, with none. */
    HttpMessage with(String name, String value) {
        List<String> changed = new ArrayList<>(without(name).headers);
        if (value != null) {
            changed.add(name + ": " + value);
        }
        return new HttpMessage(startLine, changed, body);
    }

    HttpMessage without(String name) {
        return new HttpMessage(
                startLine, headers.stream().filter(line -> !isNamed(name, line)).toList(), body);
    }

    HttpMessage with(byte[] anotherBody) {
        return new HttpMessage(startLine, headers, anotherBody);
    }

    /** The same with one bit in the middle of the body changed, if it has one. */
    HttpMessage flipped() {
        if (body.length == 0) {
            return this;
        }
        byte[] changed = body.clone();
        changed[changed.length / 2] ^= 1;
        return with(changed);
    }

    byte[] head() {
        StringBuilder head = new StringBuilder(startLine).append("\r\n");
        headers.forEach(line -> head.append(line).append("\r\n"));
        return head.append("\r\n").toString().getBytes(ISO_8859_1);
    }

    /** The body in the form in which it is sent: in one chunk if it is chunked. */
    byte[] framedBody() {
        if (!isChunked()) {
            return body;
        }
        ByteArrayOutputStream framed = new ByteArrayOutputStream();
        if (body.length > 0) {
            framed.writeBytes((Integer.toHexString(body.length) + "\r\n").getBytes(ISO_8859_1));
            framed.writeBytes(body);
            framed.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        framed.writeBytes("0\r\n\r\n".getBytes(ISO_8859_1));
        return framed.toByteArray();
    }

    private static boolean isNamed(String name, String line) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }
}
