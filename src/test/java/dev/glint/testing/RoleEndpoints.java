package dev.glint.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The AWS endpoints for temporary keys of a role: STS, the agent of a container, and the metadata of an instance. */
public final class RoleEndpoints implements AutoCloseable {

    public static final String ACCESS_KEY = "ASIAROLE";
    public static final String SECRET_KEY = "role-secret";
    public static final String TOKEN = "session/token+of=the-role";
    public static final String WEB_IDENTITY = "web.identity.token";
    public static final String ROLE_ARN = "arn:aws:iam::111122223333:role/glint";
    public static final String AUTHORIZATION = "container-authorization";

    private static final String INSTANCE_KEYS = "/latest/meta-data/iam/security-credentials";

    /** The expiry of the keys, in whole seconds as in AWS. */
    public final Instant end = Instant.now().plus(20, ChronoUnit.MINUTES).truncatedTo(ChronoUnit.SECONDS);

    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    public RoleEndpoints() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** The methods and paths of all requests so far. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String request =
                exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
        asked.add(request);
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String answer = switch (request) {
            case "POST /" -> isAssumption(body) ? assumedRole() : null;
            case "GET /container" ->
                AUTHORIZATION.equals(exchange.getRequestHeaders().getFirst("Authorization")) ? keys() : null;
            case "PUT /latest/api/token" -> "metadata-token";
            case "GET " + INSTANCE_KEYS + "/" -> "glint";
            case "GET " + INSTANCE_KEYS + "/glint" -> keys();
            default -> null;
        };
        byte[] bytes = answer == null ? new byte[0] : answer.getBytes(StandardCharsets.UTF_8);
        if (request.startsWith("PUT")) {
            exchange.getResponseHeaders().set("x-aws-ec2-metadata-token-ttl-seconds", "21600");
        }
        exchange.sendResponseHeaders(answer == null ? 404 : 200, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static boolean isAssumption(String form) {
        List<String> fields =
                List.of(URLDecoder.decode(form, StandardCharsets.UTF_8).split("&"));
        return fields.containsAll(
                List.of("Action=AssumeRoleWithWebIdentity", "RoleArn=" + ROLE_ARN, "WebIdentityToken=" + WEB_IDENTITY));
    }

    private String assumedRole() {
        return """
                <AssumeRoleWithWebIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
                  <AssumeRoleWithWebIdentityResult>
                    <AssumedRoleUser>
                      <Arn>arn:aws:sts::111122223333:assumed-role/glint/session</Arn>
                      <AssumedRoleId>AROA:session</AssumedRoleId>
                    </AssumedRoleUser>
                    <Credentials>
                      <AccessKeyId>%s</AccessKeyId>
                      <SecretAccessKey>%s</SecretAccessKey>
                      <SessionToken>%s</SessionToken>
                      <Expiration>%s</Expiration>
                    </Credentials>
                  </AssumeRoleWithWebIdentityResult>
                </AssumeRoleWithWebIdentityResponse>
                """.formatted(ACCESS_KEY, SECRET_KEY, TOKEN, end);
    }

    private String keys() {
        return """
                {"Code": "Success", "Type": "AWS-HMAC", "LastUpdated": "%s", "AccessKeyId": "%s", "SecretAccessKey": "%s",
                 "Token": "%s", "Expiration": "%s"}""".formatted(Instant.now(), ACCESS_KEY, SECRET_KEY, TOKEN, end);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
