package dev.glint.function;

import static dev.glint.function.PartsContract.IMAGE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.S3Mock;
import dev.glint.testing.SmallParts;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Uploads in parts with S3Mock, which does not check signatures. Its AbortMultipartUpload also removes the object of the same name.
 */
@QuarkusIntegrationTest
@WithTestResource(SmallParts.class)
@WithTestResource(S3Mock.class)
class S3MockPartsIT extends PartsSuite {

    @Override
    @Test
    public void aPartOfAnotherLengthIsRefused() {
        JsonNode upload = begin(IMAGE.length);
        putAll(upload, IMAGE);
        JsonNode last = upload.path("parts").get(2);
        assertEquals(200, PlainHttp.put(last, SourceServer.bytes(999)).statusCode());
        finish(upload).problem(422, "content-mismatch");
        giveUp(upload).ok();
    }

    @Override
    @Test
    public void urlIsForOnePartOnly() {
        JsonNode upload = begin(IMAGE.length);
        JsonNode last = upload.path("parts").get(2);
        String tampered = last.path("url").asText().replace("partNumber=3", "partNumber=2");
        assertEquals(
                200,
                PlainHttp.put(tampered, PlainHttp.headers(last), SourceServer.bytes(1000))
                        .statusCode());
        giveUp(upload).ok();
    }

    @Override
    @Test
    public void firstOfTwoUploadsToBeFinishedWins() {
        JsonNode first = uploaded();
        JsonNode second = uploaded();
        finish(second).ok();
        finish(first).problem(409, "duplicate");
        assertEquals(List.of(), s3().keys());
    }

    @Override
    @Test
    public void onlyOneOfConcurrentlyFinishedUploadsWins() {
        List<String> uploads = List.of(PartsBackend.id(uploaded()), PartsBackend.id(uploaded()));
        finishAtTheSameTime(uploads);
        s3().remove("img");
    }

    @Override
    @Test
    public void imageStoredMeanwhileStays() {
        JsonNode upload = uploaded();
        s3().write("img", new byte[] {7});
        finish(upload).problem(409, "duplicate");
        assertEquals(List.of(), s3().keys());
    }

    @Override
    @Test
    public void smallImageDoesNotFinishALargeUpload() {
        JsonNode upload = uploaded();
        PlainHttp.put(begin(1000), SourceServer.bytes(1000));
        finish(upload).problem(409, "duplicate");
        assertEquals(List.of(), s3().keys());
    }

    @Test
    void digestsOfAFinishedUploadAreTold() {
        JsonNode upload = uploaded();
        Answer finished = finish(upload).ok();
        JsonNode told = functions()
                .call("get-size", "imageId", "img", "digests", true)
                .ok()
                .json();
        assertEquals(DigestsContract.digestsIn(finished.json()), DigestsContract.digestsIn(told));
        assertEquals(Digests.sha512(IMAGE), told.path("hash").asText());
        s3().take("img");
    }
}
