package dev.glint.s3;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.glint.image.DeclaredContent;
import dev.glint.image.Endpoint;
import dev.glint.image.HashAlgorithm;
import dev.glint.testing.Digests;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The header with which a client sends the hash of what it uploads. */
class HashChecksumTest {

    private static final byte[] HELLO = "hello".getBytes();

    @ParameterizedTest
    @CsvSource({
        "s3.eu-west-1.amazonaws.com, SHA256, x-amz-checksum-sha256",
        "s3.eu-west-1.amazonaws.com, SHA512, x-amz-checksum-sha512",
        "ceph.example, SHA256, x-amz-checksum-sha256",
        "ceph.example, SHA512, "
    })
    void headerIsOneThatTheServerKnowsOrIgnores(String host, HashAlgorithm algorithm, String header) {
        String hash = algorithm == HashAlgorithm.SHA256 ? Digests.sha256(HELLO) : Digests.sha512(HELLO);
        Map<String, String> headers = headers(host, algorithm, Optional.of(hash));
        assertEquals(header == null ? 0 : 1, headers.size());
        headers.keySet().forEach(name -> assertEquals(header, name));
    }

    @Test
    void hashIsInBase64() {
        assertEquals(
                Map.of("x-amz-checksum-sha256", "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ="),
                headers("s3.amazonaws.com", HashAlgorithm.SHA256, Optional.of(Digests.sha256(HELLO))));
    }

    @Test
    void noHashHasNoHeader() {
        assertEquals(Map.of(), headers("s3.amazonaws.com", HashAlgorithm.NONE, Optional.empty()));
    }

    private static Map<String, String> headers(String host, HashAlgorithm algorithm, Optional<String> hash) {
        DeclaredContent declared = new DeclaredContent(OptionalLong.of(5), Optional.empty(), algorithm, hash);
        return HashChecksum.headers(declared, Endpoint.parse(true, host).orElseThrow());
    }
}
