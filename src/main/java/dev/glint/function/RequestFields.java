package dev.glint.function;

import static dev.glint.image.StoreFailure.Kind.INVALID_REQUEST;

import dev.glint.compression.Compression;
import dev.glint.compression.SourceForm;
import dev.glint.image.DeclaredContent;
import dev.glint.image.DiskFormat;
import dev.glint.image.HashAlgorithm;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Values of fields that several requests have. What is wrong is {@code INVALID_REQUEST}, in a sentence that names the field. */
final class RequestFields {

    private RequestFields() {}

    /** What is declared about bytes. {@code usual} is the hash algorithm if the request names none. */
    static DeclaredContent declared(
            Long size, String checksum, String hashAlgorithm, String hash, HashAlgorithm usual) {
        HashAlgorithm algorithm = hashAlgorithm == null
                ? usual
                : HashAlgorithm.parse(hashAlgorithm)
                        .orElseThrow(() ->
                                INVALID_REQUEST.because("The field hashAlgorithm must be sha512, sha256 or none."));
        if (hash != null && algorithm == HashAlgorithm.NONE) {
            throw INVALID_REQUEST.because("The field hash contradicts the hashAlgorithm none.");
        }
        return new DeclaredContent(size(size), checksum(checksum), algorithm, hex("hash", hash, algorithm.hexLength()));
    }

    /** The name of a format that an image must have. */
    static Optional<String> format(String text) {
        if (text != null && !DiskFormat.NAMES.contains(text)) {
            throw INVALID_REQUEST.because("The field format must be one of %s.", String.join(", ", DiskFormat.NAMES));
        }
        return Optional.ofNullable(text);
    }

    /** What is said about the bytes of a source as they are fetched. */
    static SourceForm form(String decompress, String sourceHash, String sourceHashAlgorithm, String checksumsUrl) {
        Compression compression = Compression.parse(decompress == null ? "none" : decompress)
                .orElseThrow(() -> INVALID_REQUEST.because(
                        "The field decompress must be one of %s.", String.join(", ", Compression.NAMES)));
        if (checksumsUrl != null) {
            checkAbsent("sourceHash", sourceHash, "a request with a checksumsUrl");
        }
        if (sourceHash == null) {
            checkAbsent("sourceHashAlgorithm", sourceHashAlgorithm, "a request without a sourceHash");
        }
        HashAlgorithm algorithm = HashAlgorithm.parse(sourceHashAlgorithm == null ? "sha512" : sourceHashAlgorithm)
                .filter(known -> known != HashAlgorithm.NONE)
                .orElseThrow(() -> INVALID_REQUEST.because("The field sourceHashAlgorithm must be sha512 or sha256."));
        return new SourceForm(
                compression,
                algorithm,
                hex("sourceHash", sourceHash, algorithm.hexLength()),
                Optional.ofNullable(checksumsUrl));
    }

    private static OptionalLong size(Long size) {
        if (size != null && size < 0) {
            throw INVALID_REQUEST.because("The field size must not be negative.");
        }
        return size == null ? OptionalLong.empty() : OptionalLong.of(size);
    }

    /** An MD5 in lower-case hex. */
    private static Optional<String> checksum(String text) {
        return hex("checksum", text, HashAlgorithm.CHECKSUM_HEX_LENGTH);
    }

    private static Optional<String> hex(String field, String text, int length) {
        if (text != null && !text.matches("[0-9A-Fa-f]{" + length + "}")) {
            throw INVALID_REQUEST.because("The field %s must be %d hexadecimal digits.", field, length);
        }
        return Optional.ofNullable(text).map(digits -> digits.toLowerCase(Locale.ROOT));
    }

    static Optional<Duration> duration(String field, String text) {
        try {
            return Optional.ofNullable(text).map(Duration::parse);
        } catch (DateTimeParseException e) {
            throw INVALID_REQUEST.because("The field %s must be an ISO 8601 duration such as PT15M.", field);
        }
    }

    /** A value that will be part of a header. */
    static Optional<String> header(String field, String text) {
        if (text != null && !text.matches("[^\\p{Cc}\\p{Cs}]{1,255}")) {
            throw INVALID_REQUEST.because("The field %s must be 1 to 255 characters, none a control character.", field);
        }
        return Optional.ofNullable(text);
    }

    /** Fails if a field is given where it means nothing. */
    static void checkAbsent(String field, Object value, String where) {
        if (value != null) {
            throw INVALID_REQUEST.because("The field %s is not for %s.", field, where);
        }
    }
}
