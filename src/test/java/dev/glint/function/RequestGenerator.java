package dev.glint.function;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glint.testing.OpenApi;
import dev.glint.testing.SchemaValues;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Generates random requests, valid ones and absurd ones. None of them leads to another machine. */
final class RequestGenerator {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Texts that lead to no other machine, and ids that are taken sometimes. */
    private static final Map<String, List<String>> CHOSEN = Map.of(
            "imageId", IntStream.range(0, 50).mapToObj(i -> "fuzz-" + i).toList(),
            "source", List.of("https://localhost/x", "http://127.0.0.1:1/", "s3://127.0.0.1/images/a"),
            "checksumsUrl", List.of("https://localhost/SHA256SUMS"),
            "location", List.of("s3://127.0.0.1/images/a", "s3+https://other.test/b/k", "s3://k:s@127.0.0.1:1/b/k"));

    private static final String[] ODD = {
        "",
        " ",
        ".",
        "..",
        "/",
        "\\",
        "%00",
        "%2e%2e",
        "\u0000",
        "\r\n",
        "\ud800",
        "\u2028",
        "é",
        "💿",
        "null",
        "true",
        "-1",
        "1e999",
        "${jndi:ldap://x}",
        "<script>",
        "' OR 1=1",
        "s3://",
        "s3://a:b@",
        "@",
        "?#",
        "aGVsbG8=",
        "aGVsbG8",
        "PT1S",
        "P99999999D",
        "PT-1S",
        "sha512",
        "md5",
        "raw",
        "auto",
        "xz",
        "qcow2",
        "download",
        "upload",
        "file:///etc/passwd",
        "http://127.0.0.1:1/",
        "https://[::1]/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/x",
        "https://u:p@localhost/",
        "s3://127.0.0.1/images/a",
        "s3+https://evil.example/b/k",
        "s3://k:s@127.0.0.1:1/b/k",
        "d41d8cd98f00b204e9800998ecf8427e"
    };

    private final Random random;

    RequestGenerator(Random random) {
        this.random = random;
    }

    /** The body of a request: one that the OpenAPI document allows, one with a mistake, or an absurd one. */
    String body(String function) {
        String schema = OpenApi.request(function);
        SchemaValues values = new SchemaValues(random, CHOSEN);
        return switch (random.nextInt(4)) {
            case 0, 1 -> values.valid(schema).toString();
            case 2 -> values.broken(schema).toString();
            default -> absurd(function);
        };
    }

    private String absurd(String function) {
        try {
            String text = JSON.writeValueAsString(request(function));
            return random.nextInt(8) == 0 ? damaged(text) : text;
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> request(String function) {
        Map<String, Object> request = new LinkedHashMap<>();
        List<String> fields = SchemaValues.fields(OpenApi.request(function));
        boolean isAdd = function.equals("add");
        // Some images never exist.
        request.put("imageId", "fuzz-" + random.nextInt(isAdd ? 40 : 50));
        if (isAdd) {
            request.put("data", "aGVsbG8=");
        }
        if (function.equals("get-presigned") && random.nextBoolean()) {
            request.put("operation", "upload");
            request.put("size", random.nextInt(1000));
        }
        for (int more = random.nextInt(3); more > 0; more--) {
            String name = random.nextInt(10) == 0 ? string() : fields.get(random.nextInt(fields.size()));
            request.put(name, value(2));
        }
        if (random.nextInt(4) == 0) {
            request.remove(fields.get(random.nextInt(fields.size())));
        }
        return request;
    }

    private Object value(int depth) {
        return switch (random.nextInt(depth > 0 ? 9 : 7)) {
            case 0 -> random.nextLong();
            case 1 -> random.nextDouble();
            case 2 -> random.nextBoolean();
            case 3 -> null;
            case 7 -> new ArrayList<>(List.of(value(depth - 1) + ""));
            case 8 -> Map.of(string(), value(depth - 1) + "");
            default -> string();
        };
    }

    private String string() {
        StringBuilder text = new StringBuilder();
        for (int pieces = 1 + random.nextInt(3); pieces > 0; pieces--) {
            text.append(ODD[random.nextInt(ODD.length)]);
        }
        return random.nextInt(200) == 0 ? text.toString().repeat(2_000) : text.toString();
    }

    /** A text with a part removed or repeated. */
    private String damaged(String text) {
        int from = random.nextInt(text.length());
        int to = from + random.nextInt(text.length() - from);
        return random.nextBoolean()
                ? text.substring(0, from) + text.substring(to)
                : text.substring(0, to) + text.substring(from);
    }
}
