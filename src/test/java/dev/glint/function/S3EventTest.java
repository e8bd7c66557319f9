package dev.glint.function;

import static dev.glint.testing.S3Notifications.PUT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.image.StoreFailure;
import dev.glint.testing.S3Notifications;
import dev.glint.testing.S3Notifications.Server;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What S3, MinIO and Ceph tell of objects. */
class S3EventTest {

    private static final String CREATED =
            "{\"Records\": [{\"eventName\": \"ObjectCreated:Put\", \"s3\": {\"bucket\": {\"name\": \"b\"}, \"object\": {%s}}}]}";

    private static List<CreatedObject> read(String json) {
        return S3Event.read(body(json));
    }

    private static RequestBody body(String json) {
        RequestBody body = new RequestBody(-1);
        body.append(Buffer.buffer(json));
        return body;
    }

    @ParameterizedTest
    @EnumSource
    void eachServerIsUnderstood(Server server) {
        String message = S3Notifications.message(server.record(PUT, "images", "a b+~1.img", 7))
                .toString();
        CreatedObject object = read(message).get(0);
        assertEquals(new CreatedObject("images", "a b+~1.img", 7L, "0055AED6DCD90281E57"), object);
        assertTrue(S3Event.isOne(body(message)));
    }

    @Test
    void recordMayComeWithoutAList() {
        String record = Server.AWS.record(PUT, "images", "img", 7).toString();
        assertEquals("img", read(record).get(0).key());
    }

    @Test
    void recordsKeepTheirOrder() {
        String message = S3Notifications.message(
                        Server.AWS.record(PUT, "images", "two", 7),
                        Server.AWS.record("ObjectRemoved:Delete", "images", "gone", 7),
                        Server.AWS.record(PUT, "images", "one", 7))
                .toString();
        assertEquals(
                List.of("two", "one"),
                read(message).stream().map(CreatedObject::key).toList());
    }

    @ParameterizedTest
    @CsvSource({
        "ObjectCreated:Put, true",
        "s3:ObjectCreated:Post, true",
        "ObjectCreated:Copy, true",
        "s3:ObjectCreated:CompleteMultipartUpload, true",
        "s3:ObjectCreated:PutTagging, false",
        "s3:ObjectCreated:PutRetention, false",
        "ObjectTagging:Put, false",
        "ObjectRemoved:Delete, false",
        "s3:ObjectAccessed:Head, false",
        "ObjectCreated:, false",
        "'', false",
        "objectcreated:put, false"
    })
    void onlyNewObjectsCount(String name, boolean counts) {
        String message =
                S3Notifications.message(Server.AWS.record(name, "b", "k", 7)).toString();
        assertEquals(counts ? 1 : 0, read(message).size());
    }

    @ParameterizedTest
    @CsvSource({
        "a%2Fb, a/b",
        "a%252Fb, a%2Fb",
        "..%2F..%2Fx, ../../x",
        "a+b, a b",
        "a%2Bb, a+b",
        "a%zz, a%zz",
        "a%, a%",
        "%, %",
        "%C3%A4, ä",
        "%00, '\u0000'"
    })
    void keysAreDecodedOnce(String encoded, String key) {
        assertEquals(
                key,
                read(CREATED.formatted("\"key\": \"" + encoded + "\"")).get(0).key());
    }

    /** Ceph does not encode them. */
    @Test
    void keysOfCephAreTakenAsTheyAre() {
        String json =
                CREATED.formatted("\"key\": \"a%41\"").replace("{\"eventN", "{\"eventSource\": \"ceph:s3\", \"eventN");
        assertEquals("a%41", read(json).get(0).key());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            'key': 'k', 'sequencer': '1', 'versionId': '2', 'eTag': '3' | 1
            'key': 'k', 'sequencer': '', 'versionId': '2', 'eTag': '3'  | 2
            'key': 'k', 'versionId': null, 'eTag': '3'                  | 3
            'key': 'k'                                                  | ''
            """, quoteCharacter = '"')
    void versionIsTheBestThatIsTold(String object, String version) {
        CreatedObject created =
                read(CREATED.formatted(object.replace('\'', '"'))).get(0);
        assertEquals(version.replace("'", ""), created.version());
    }

    @Test
    void requestIdIsOfTheObjectAndItsVersion() {
        CreatedObject object = new CreatedObject("b", "k", 7L, "1");
        assertEquals(object.requestId(), new CreatedObject("b", "k", null, "1").requestId());
        for (CreatedObject other : List.of(
                new CreatedObject("c", "k", 7L, "1"),
                new CreatedObject("b", "l", 7L, "1"),
                new CreatedObject("b", "k", 7L, "2"))) {
            assertNotEquals(object.requestId(), other.requestId());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {'Records': null}                                                        | eventName
            {'Records': 7}                                                           | Records must be a list
            {'Records': {}}                                                          | Records must be a list
            {'Records': [7]}                                                         | Records must be an object
            {'Records': [null]}                                                      | must be an object
            {'Records': [{}]}                                                        | eventName
            {'Records': [{'eventName': 7}]}                                          | eventName must be a string
            {'Records': [{'eventName': 'ObjectCreated:Put'}]}                        | bucket and the key
            {'Records': [{'eventName': 'ObjectCreated:Put', 's3': {}}]}              | bucket and the key
            {'Records': [{'eventName': 'ObjectCreated:Put', 's3': 's'}]}             | s3 must be an object
            {'Records': [{'eventName': 'ObjectCreated:Put', 's3': {'object': {'key': 'k'}}}]} | bucket and the key
            {'Records': [{'eventName': 'ObjectCreated:Put', 's3': {'object': {'size': 'k'}}}]} | size must be a whole number
            {'Records': [{'eventName': 'ObjectCreated:Put', 's3': {'bucket': {'name': 'b'}}}]} | bucket and the key
            {'Records': [], 'Records': []}                                           | given twice
            {'Records': [                                                            | one JSON object
            """, quoteCharacter = '"')
    void malformedRecordsAreRefused(String json, String reason) {
        String quoted = json.replace('\'', '"');
        String sentence = assertThrows(StoreFailure.class, () -> read(quoted)).getMessage();
        assertTrue(sentence.contains(reason), sentence);
        assertTrue(S3Event.isOne(body(quoted)), "and is told so");
    }

    @Test
    void testEventTellsOfNothing() {
        assertEquals(List.of(), read(S3Notifications.test()));
        assertTrue(S3Event.isOne(body(S3Notifications.test())));
        assertEquals(List.of(), read("{\"Records\": []}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "null",
                "[]",
                "[{\"Records\": []}]",
                "7",
                "{}",
                "{\"imageId\": \"img\"}",
                "{\"records\": []}",
                "{\"a\": {\"Records\": []}}",
                "{\"a\": \"Records\"}",
                "{\"Event\": \"other\"}",
                "{\"Event\": {}}",
                "no JSON, but Records"
            })
    void otherBodiesAreNone(String body) {
        assertFalse(S3Event.isOne(body(body)));
    }
}
