package dev.glint.source;

import dev.glint.image.HashAlgorithm;
import dev.glint.image.VouchedDigests;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.http.Header;
import org.apache.http.HttpResponse;

/**
 * What a source says of its bytes: {@code Content-MD5} (RFC 1864), which object stores send, and {@code Repr-Digest} or {@code
 * Content-Digest} (RFC 9530). What cannot be read is not said.
 */
final class DigestHeaders {

    private static final Pattern FIELD = Pattern.compile("sha-(256|512)=:([A-Za-z0-9+/=]{1,100}):");

    private DigestHeaders() {}

    static VouchedDigests of(HttpResponse response) {
        Map<HashAlgorithm, String> hashes = new EnumMap<>(HashAlgorithm.class);
        for (String name : new String[] {"Content-Digest", "Repr-Digest"}) {
            for (Header header : response.getHeaders(name)) {
                for (Matcher field = FIELD.matcher(header.getValue()); field.find(); ) {
                    HashAlgorithm algorithm =
                            field.group(1).equals("256") ? HashAlgorithm.SHA256 : HashAlgorithm.SHA512;
                    hex(field.group(2), algorithm.hexLength()).ifPresent(hash -> hashes.put(algorithm, hash));
                }
            }
        }
        Header md5 = response.getFirstHeader("Content-MD5");
        return new VouchedDigests(md5 == null ? Optional.empty() : hex(md5.getValue(), 32), hashes);
    }

    private static Optional<String> hex(String base64, int length) {
        try {
            return Optional.of(HexFormat.of().formatHex(Base64.getDecoder().decode(base64)))
                    .filter(hex -> hex.length() == length);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
