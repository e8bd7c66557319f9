package dev.glint.compression;

import static dev.glint.image.StoreFailure.Kind.SOURCE_REJECTED;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.StoreFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;

/**
 * Looks for one file in a list of checksums. It holds one line at a time. Of a list with a PGP signature around it, only the signed
 * text counts; the signature itself is not verified.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9580#name-cleartext-signature-framewo">RFC 9580, Cleartext Signature Framework</a>
 */
final class ChecksumsReader {

    /** A path of 4,096 characters, all of them escaped, and a digest fit into it. */
    private static final int LONGEST_LINE = 9 * 1024;

    private static final String SIGNED_TEXT = "-----BEGIN PGP SIGNED MESSAGE-----";
    private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
    private static final char BYTE_ORDER_MARK = '\ufeff';

    private final String path;
    private final Map<HashAlgorithm, String> found = new EnumMap<>(HashAlgorithm.class);
    private boolean isListed;
    private boolean isSigned;
    private boolean isOver;

    /** @param path of the file's URL, as {@link ChecksumLine#isAbout} takes it */
    ChecksumsReader(String path) {
        this.path = path;
    }

    /**
     * Reads a list to its end.
     *
     * @return the digests of the file, at least one
     * @throws StoreFailure {@code SOURCE_REJECTED} if there is none, or if there are two different ones
     */
    Map<HashAlgorithm, String> read(InputStream list) throws IOException {
        try (Reader text = new InputStreamReader(list, StandardCharsets.UTF_8.newDecoder())) {
            StringBuilder line = new StringBuilder();
            for (int next = text.read(); next >= 0; next = text.read()) {
                if (next == '\n') {
                    take(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE && isText(next)) {
                    line.append((char) next);
                } else {
                    throw notAList();
                }
            }
            take(line.toString());
        } catch (CharacterCodingException e) {
            throw notAList();
        }
        return result();
    }

    private static boolean isText(int character) {
        return character >= ' ' || character == '\t' || character == '\r' || character == '\f';
    }

    private void take(String line) {
        String text = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
        switch (text.stripTrailing()) {
            case SIGNED_TEXT -> {
                isSigned = true;
                isListed = false;
                found.clear();
            }
            case SIGNATURE -> isOver = isSigned;
            default -> {
                if (!isOver) {
                    ChecksumLine.parse(withoutMarks(text))
                            .filter(parsed -> parsed.isAbout(path))
                            .ifPresent(this::take);
                }
            }
        }
    }

    private String withoutMarks(String text) {
        boolean isMarked = isSigned ? text.startsWith("- ") : text.indexOf(BYTE_ORDER_MARK) == 0;
        return isMarked ? text.substring(isSigned ? 2 : 1) : text;
    }

    private void take(ChecksumLine line) {
        isListed = true;
        if (line.algorithm().isPresent()) {
            String other = found.putIfAbsent(line.algorithm().get(), line.hex());
            if (other != null && !other.equals(line.hex())) {
                throw SOURCE_REJECTED.because("It has two different digests of the source.");
            }
        }
    }

    private Map<HashAlgorithm, String> result() {
        if (isSigned && !isOver) {
            throw SOURCE_REJECTED.because("Its signed text does not come to an end.");
        }
        if (!isListed) {
            throw SOURCE_REJECTED.because("It has no line for the source's file name.");
        }
        if (found.isEmpty()) {
            throw SOURCE_REJECTED.because("It has neither a SHA-256 nor a SHA-512 of the source.");
        }
        return found;
    }

    private static StoreFailure notAList() {
        return SOURCE_REJECTED.because("It is not a list of checksums in UTF-8.");
    }
}
