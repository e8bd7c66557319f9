package dev.glint.configuration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Settings;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in the URLs of sources, in presigned URLs, and in malformed requests. */
@QuarkusTest
class SourceSecretsTest extends SecretsSuite {

    private final String sourceUrl = Settings.get("test.source.url");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SOURCE/status/500?token=SECRET",
                "SOURCE/status/403?token=SECRET",
                "SOURCE/short/1000?token=SECRET",
                "SOURCE/redirect/302/SOURCE/status/404?token=SECRET",
                "SOURCE/redirect/302/http://nowhere.invalid/SECRET?token=SECRET",
                "SOURCE/redirect/302/ftp://a:SECRET@host/SECRET",
                "SOURCE/redirect/302/http://a:SECRET@host/",
                "SOURCE/bytes/10?token=SECRET#SECRET SECRET",
                "http://a:SECRET@127.0.0.1/img",
                "http://127.0.0.1:1/SECRET?token=SECRET",
                "http://nowhere.invalid/SECRET?token=SECRET&X-Amz-Signature=SECRET",
                "http://a:SECRET@/img",
                "http://a:SECRET[@host/img",
                "nothing:SECRET"
            })
    void secretsOfASourceThatFailsAreNotRevealed(String template) {
        String source = template.replace("SOURCE", sourceUrl).replace("SECRET", SECRET);
        assertTrue(call("add", "imageId", "copy", "source", source).status() >= 400);
    }

    @Test
    void secretsOfASourceThatIsReadAreNotRevealed() {
        call("add", "imageId", "copy", "source", sourceUrl + "/bytes/10?token=" + SECRET)
                .ok();
        call("delete", "imageId", "copy").ok();
    }

    @Test
    void presignedUrlThatIsSentBackIsNotRevealed() {
        String url = call("get-presigned", "imageId", "img").ok().text("url");
        assertTrue(url.contains(SIGNATURE));
        assertTrue(call("add", "imageId", "copy", "source", url).status() >= 400);
        assertTrue(call("get-size", "location", url).status() >= 400);
        assertTrue(call("get-size", "location", url.replace("http://", "s3://")).status() >= 400);
        assertTrue(call("delete", "imageId", url).status() >= 400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"imageId\": \"SECRET",
                "{\"imageId\": SECRET}",
                "SECRET",
                "{\"data\": \"\", \"size\": \"SECRET\"}"
            })
    void secretsInAMalformedBodyAreNotRevealed(String template) {
        for (String function : new String[] {"add", "get-size", "get-presigned", "delete"}) {
            post(function, template.replace("SECRET", SECRET)).problem(400, "invalid-request");
        }
    }
}
