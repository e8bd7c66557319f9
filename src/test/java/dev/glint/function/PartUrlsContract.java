package dev.glint.function;

import static dev.glint.function.PartsBackend.id;
import static dev.glint.function.PartsContract.IMAGE;
import static dev.glint.function.PartsContract.PART;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The URLs of an upload in parts: what each allows, how many there are, and how to get more. */
interface PartUrlsContract extends PartsBackend {

    @Test
    default void uploadThatFitsIntoOnePutHasOneUrl() {
        assertTrue(begin(PART).has("url"));
        JsonNode larger = begin(PART + 1);
        assertEquals(2, larger.path("parts").size());
        giveUp(larger).ok();
    }

    @Test
    default void everyPartHasItsLength() {
        JsonNode upload = begin(IMAGE.length);
        assertEquals(Set.of("uploadId", "partSize", "parts", "expiresAt"), names(upload));
        assertEquals(PART, upload.path("partSize").asInt());
        assertEquals(3, upload.path("parts").size());
        for (int i = 0; i < 3; i++) {
            JsonNode part = upload.path("parts").get(i);
            assertEquals(Set.of("number", "size", "url", "headers"), names(part));
            assertEquals(i + 1, part.path("number").asInt());
            assertEquals(i < 2 ? PART : 1000, part.path("size").asInt());
            assertEquals(Map.of("Content-Length", part.path("size").asText()), PlainHttp.headers(part));
            Map<String, String> query = SignedPutContract.query(part.path("url").asText());
            assertEquals("content-length%3Bhost", query.get("X-Amz-SignedHeaders"));
            assertEquals(8, query.size(), query::toString);
        }
        giveUp(upload).ok();
    }

    static Set<String> names(JsonNode node) {
        return Set.copyOf(node.properties().stream().map(Map.Entry::getKey).toList());
    }

    @Test
    default void aPartOfAnotherLengthIsRefused() {
        JsonNode upload = begin(IMAGE.length);
        JsonNode last = upload.path("parts").get(2);
        for (int count : new int[] {0, 999, 1001}) {
            assertEquals(403, PlainHttp.put(last, SourceServer.bytes(count)).statusCode());
        }
        giveUp(upload).ok();
    }

    @Test
    default void urlIsForOnePartOnly() {
        JsonNode upload = begin(IMAGE.length);
        JsonNode last = upload.path("parts").get(2);
        String url = last.path("url").asText();
        for (String tampered : List.of(
                url.replace("partNumber=3", "partNumber=2"),
                url.replaceFirst("uploadId=.", "uploadId=~"),
                url.replace("/img?", "/other?"),
                url.replaceFirst("partNumber=3&?", ""),
                url.replaceAll("(partNumber=3|uploadId=[^&]+)&?", ""))) {
            int status = PlainHttp.put(tampered, PlainHttp.headers(last), SourceServer.bytes(1000))
                    .statusCode();
            assertEquals(403, status, tampered);
        }
        giveUp(upload).ok();
    }

    @Test
    default void urlsOfPartsThatDoNotExistAreRefused() {
        JsonNode upload = begin(IMAGE.length);
        for (int first : new int[] {0, -1, 4, 10_001}) {
            String sentence = renew(id(upload), first).problem(400, "invalid-request");
            assertTrue(sentence.contains("firstPart"), sentence);
        }
        functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "uploadId", id(upload), "size", 5)
                .problem(400, "invalid-request");
        assertEquals(
                3,
                functions()
                        .call(
                                "get-presigned",
                                "imageId",
                                "img",
                                "operation",
                                "upload",
                                "uploadId",
                                id(upload),
                                "size",
                                IMAGE.length)
                        .ok()
                        .json()
                        .path("parts")
                        .size());
        giveUp(upload).ok();
        renew(id(upload), 1).problem(404, "not-found");
    }

    @Test
    default void tenThousandPartsHoldTheLargestImage() {
        long size = 48L << 40;
        JsonNode upload = begin(size);
        long partSize = upload.path("partSize").asLong();
        assertEquals((size + 9_999) / 10_000, partSize);
        assertEquals(1000, upload.path("parts").size());
        long total = 0;
        int count = 0;
        for (int first = 1; first <= 10_000; first += 1000) {
            JsonNode some = renew(id(upload), first).ok().json();
            for (JsonNode part : some.path("parts")) {
                assertEquals(++count, part.path("number").asInt());
                total += part.path("size").asLong();
            }
        }
        assertEquals(10_000, count);
        assertEquals(size, total);
        assertEquals(10, renew(id(upload), 9_991).ok().json().path("parts").size());
        giveUp(upload).ok();
        functions()
                .call("get-presigned", "imageId", "img", "operation", "upload", "size", 49L << 40)
                .problem(413, "too-large");
    }
}
