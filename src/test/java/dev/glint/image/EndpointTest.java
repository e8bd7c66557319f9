package dev.glint.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            host                        | http://host
            HOST                        | http://host
            http://host                 | http://host
            HTTP://Host                 | http://host
            host/                       | http://host
            host///                     | http://host
            host:80                     | http://host
            host:00080                  | http://host
            http://host:80/             | http://host
            host:443                    | http://host:443
            host:9000                   | http://host:9000
            https://host                | https://host
            Https://HOST:443//          | https://host
            https://host:80             | https://host:80
            https://host:8443/v1/       | https://host:8443/v1
            https://host:443/V1/s3      | https://host/V1/s3
            host/~s3;v=1/(a)            | http://host/~s3;v=1/(a)
            127.0.0.1:9101              | http://127.0.0.1:9101
            255.10.0.249                | http://255.10.0.249
            1and1.example.org           | http://1and1.example.org
            0x7g                        | http://0x7g
            [::1]                       | http://[::1]
            [2001:DB8::1]:80            | http://[2001:db8::1]
            https://[::FFFF:10.0.0.1]:1 | https://[::ffff:10.0.0.1]:1
            s3_store.internal           | http://s3_store.internal
            """)
    void endpointHasOneCanonicalSpelling(String text, String canonical) {
        Endpoint endpoint = Endpoint.parse(text).orElseThrow();
        assertEquals(canonical, endpoint.toString());
        assertEquals(URI.create(canonical), endpoint.uri());
        assertEquals(Optional.of(endpoint), Endpoint.parse(canonical), "read again");
        assertEquals(Optional.of(endpoint), Endpoint.parse(endpoint.secure(), endpoint.service()), "as in a location");
        assertEquals(
                endpoint.hashCode(), Endpoint.parse(canonical).orElseThrow().hashCode());
    }

    @ParameterizedTest
    @CsvSource({
        "host, https://host",
        "host, host:8080",
        "host, host.",
        "host, host/v1",
        "host/v1, host/V1",
        "https://host:80, http://host:80",
        "host, host.example.org",
        "127.0.0.1, localhost",
    })
    void differentServicesAreDifferentEndpoints(String one, String other) {
        assertNotEquals(Endpoint.parse(one).orElseThrow(), Endpoint.parse(other).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "http://",
                "https:///v1",
                ":80",
                "host:",
                "host:0",
                "host:65536",
                "host:123456",
                "host:9x",
                "host:+80",
                "user@host",
                "user:pass@host",
                "https://user:pass@host",
                "host?x",
                "host/v1?x=1",
                "host#x",
                "host/%2e%2e",
                "ftp://host",
                "s3://host",
                "http://http://host",
                "//host",
                "ho st",
                "host\n",
                "hösst",
                "host\\v1",
                "*.host",
                "[::1",
                "::1",
                "[]",
                "[host]",
                "[:::]",
                "[1:2]",
                "[127.0.0.1]",
                "[::1]:",
                "[::1]x",
                "[fe80::1%25eth0]",
                // Programs disagree whether these are addresses, and which
                "0177.0.0.1",
                "127.0.0.01",
                "127.00.0.1",
                "0x7f.1",
                "0X7F.0.0.1",
                "0x7f000001",
                "2130706433",
                "127.1",
                "127.0.1",
                "127.0.0.1.",
                "127.0.0.0x1",
                "1.2.3.4.5",
                "256.0.0.1",
                "host.0x1",
                "host.1",
                "0",
                "017700000001",
                "[::ffff:0177.0.0.1]",
                "[::ffff:127.1]",
            })
    void malformedEndpointsAreNotParsed(String text) {
        assertEquals(Optional.empty(), Endpoint.parse(text));
    }

    @Test
    void defaultPortIsNotWritten() {
        assertEquals("host/v1", new Endpoint(true, "host", 443, "/v1").service());
        assertEquals("host:443/v1", new Endpoint(false, "host", 443, "/v1").service());
    }
}
