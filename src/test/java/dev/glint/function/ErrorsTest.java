package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import dev.glint.testing.SourceServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers to wrong requests: status, type, and a sentence that names the error. */
@QuarkusTest
@QuarkusTestResource(SourceServer.class)
class ErrorsTest {

    private static final List<String> FUNCTIONS = List.of("add", "get-size", "get-presigned", "delete");

    private final Functions functions = Functions.ofTest();

    @AfterEach
    void nothingIsLeft() {
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.assertEmptyAndClean();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # function    | body                                                     | status | type            | words
            add           | {"imageId": "img"}                                       | 400 | invalid-request | data, source and upload
            add           | {"imageId": "img", "data": null}                         | 400 | invalid-request | data, source and upload
            add           | {"imageId": "img", "data": "", "source": "https://a.b/"} | 400 | invalid-request | data, source and upload
            add           | {"data": ""}                                             | 400 | invalid-request | imageId
            add           | {"imageId": null, "data": ""}                            | 400 | invalid-request | imageId
            get-size      | {}                                                       | 400 | invalid-request | imageId and location
            get-presigned | {}                                                       | 400 | invalid-request | imageId and location
            delete        | {}                                                       | 400 | invalid-request | imageId and location
            get-size      | {"imageId": "img", "location": "s3://a/b/c"}             | 400 | invalid-request | imageId and location
            get-presigned | {"imageId": "img", "location": "s3://a/b/c"}             | 400 | invalid-request | imageId and location
            delete        | {"imageId": "img", "location": "s3://a/b/c"}             | 400 | invalid-request | imageId and location
            # Fields that there are not
            add           | {"imageId": "img", "data": "", "datum": 1}               | 400 | invalid-request | datum
            add           | {"imageId": "img", "Data": ""}                           | 400 | invalid-request | Data
            add           | {"imageID": "img", "data": ""}                           | 400 | invalid-request | imageID
            get-size      | {"imageId": "img", "size": 1}                            | 400 | invalid-request | size
            get-presigned | {"image_id": "img"}                                      | 400 | invalid-request | image_id
            delete        | {"imageId": "img", "": 1}                                | 400 | invalid-request | no field
            # Values of another type
            add           | {"imageId": 7, "data": ""}                               | 400 | invalid-request | imageId must be a string
            add           | {"imageId": true, "data": ""}                            | 400 | invalid-request | imageId must be a string
            add           | {"imageId": ["img"], "data": ""}                         | 400 | invalid-request | imageId must be a string
            add           | {"imageId": "img", "data": 7}                            | 400 | invalid-request | data must be a string
            add           | {"imageId": "img", "data": {"a": "b"}}                   | 400 | invalid-request | data must be a string
            add           | {"imageId": "img", "data": []}                           | 400 | invalid-request | data must be a string
            add           | {"imageId": "img", "source": 1.5}                        | 400 | invalid-request | source must be a string
            add           | {"imageId": "img", "data": "", "size": "0"}              | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": ""}               | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": 0.0}              | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": 0e3}              | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": false}            | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": [0]}              | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": 9223372036854775808}   | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": -9223372036854775809}  | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "size": 1e999999999}      | 400 | invalid-request | size must be a whole number
            add           | {"imageId": "img", "data": "", "checksum": 0}            | 400 | invalid-request | checksum must be a string
            add           | {"imageId": "img", "data": "", "hashAlgorithm": 512}     | 400 | invalid-request | hashAlgorithm must be a string
            add           | {"imageId": "img", "data": "", "hash": false}            | 400 | invalid-request | hash must be a string
            get-size      | {"location": 1}                                          | 400 | invalid-request | location must be a string
            delete        | {"location": {}}                                         | 400 | invalid-request | location must be a string
            get-presigned | {"imageId": "img", "verify": "false"}                    | 400 | invalid-request | verify must be true or false
            get-size      | {"imageId": "img", "digests": "true"}                    | 400 | invalid-request | digests must be true or false
            get-presigned | {"imageId": "img", "digests": 1}                         | 400 | invalid-request | digests must be true or false
            get-presigned | {"imageId": "img", "digests": true, "verify": false}     | 400 | invalid-request | digests
            get-presigned | {"imageId": "img", "verify": ""}                         | 400 | invalid-request | verify must be true or false
            get-presigned | {"imageId": "img", "verify": 0}                          | 400 | invalid-request | verify must be true or false
            get-presigned | {"imageId": "img", "expiresIn": 900}                     | 400 | invalid-request | expiresIn must be a string
            get-presigned | {"imageId": "img", "filename": 1}                        | 400 | invalid-request | filename must be a string
            get-presigned | {"imageId": "img", "contentType": []}                    | 400 | invalid-request | contentType must be a string
            get-presigned | {"imageId": "img", "operation": true}                    | 400 | invalid-request | operation must be a string
            # Values out of range
            add           | {"imageId": "img", "data": "", "size": -1}               | 400 | invalid-request | size
            add           | {"imageId": "img", "data": "", "checksum": ""}           | 400 | invalid-request | checksum
            add           | {"imageId": "img", "data": "", "checksum": "d41d8cd98f00b204e9800998ecf8427"}   | 400 | invalid-request | checksum
            add           | {"imageId": "img", "data": "", "checksum": "g41d8cd98f00b204e9800998ecf8427e"}  | 400 | invalid-request | checksum
            add           | {"imageId": "img", "data": "", "hashAlgorithm": "md5"}   | 400 | invalid-request | hashAlgorithm
            add           | {"imageId": "img", "data": "", "hashAlgorithm": "SHA512"} | 400 | invalid-request | hashAlgorithm
            add           | {"imageId": "img", "data": "", "hash": "00"}             | 400 | invalid-request | hash
            add           | {"imageId": "img", "data": "", "hashAlgorithm": "none", "hash": ""} | 400 | invalid-request | hash
            get-presigned | {"imageId": "img", "filename": ""}                       | 400 | invalid-request | filename
            get-presigned | {"imageId": "img", "filename": "a\\r\\nb"}               | 400 | invalid-request | filename
            get-presigned | {"imageId": "img", "contentType": "a\\u0000"}            | 400 | invalid-request | contentType
            get-presigned | {"imageId": "img", "operation": "Download"}              | 400 | invalid-request | operation
            # Sources
            add           | {"imageId": "img", "source": ""}                         | 403 | source-refused  | image.source.allowed-schemes
            add           | {"imageId": "img", "source": "http://a b/"}              | 400 | invalid-request | source
            add           | {"imageId": "img", "source": "http:///img"}              | 400 | invalid-request | source
            add           | {"imageId": "img", "source": "https:img"}                | 400 | invalid-request | source
            add           | {"imageId": "img", "source": "file:///etc/hostname"}     | 403 | source-refused  | image.source.allowed-schemes
            add           | {"imageId": "img", "source": "images/img"}               | 403 | source-refused  | image.source.allowed-schemes
            add           | {"imageId": "img", "source": "http://127.0.0.1:1/"}      | 403 | source-refused  | image.source.allowed-ports
            add           | {"imageId": "img", "source": "http://me@127.0.0.1/"}     | 403 | source-refused  | credentials
            add           | {"imageId": "img", "source": "http://nowhere.invalid/"}  | 502 | source-failed   | unknown
            add           | {"imageId": "img", "source": "https://a.b/", "decompress": ""}      | 400 | invalid-request | decompress must be one of none, auto, gzip, bzip2, xz, zstd
            add           | {"imageId": "img", "source": "https://a.b/", "decompress": "GZIP"}  | 400 | invalid-request | decompress
            add           | {"imageId": "img", "source": "https://a.b/", "decompress": "bzip"}  | 400 | invalid-request | decompress
            add           | {"imageId": "img", "source": "https://a.b/", "decompress": true}    | 400 | invalid-request | decompress must be a string
            add           | {"imageId": "img", "data": "", "decompress": "auto"}                | 400 | invalid-request | decompress is not for data
            add           | {"imageId": "img", "data": "", "decompress": "none"}                | 400 | invalid-request | decompress is not for data
            add           | {"imageId": "img", "upload": {}, "decompress": "xz"}                | 400 | invalid-request | decompress is not for data
            add           | {"imageId": "img", "data": "", "sourceHash": "00"}                  | 400 | invalid-request | sourceHash is not for data
            add           | {"imageId": "img", "upload": {}, "sourceHashAlgorithm": "sha256"}   | 400 | invalid-request | sourceHashAlgorithm is not for data
            add           | {"imageId": "img", "source": "https://a.b/", "sourceHash": ""}      | 400 | invalid-request | sourceHash must be 128
            add           | {"imageId": "img", "source": "https://a.b/", "sourceHash": 1}       | 400 | invalid-request | sourceHash must be a string
            add           | {"imageId": "img", "source": "https://a.b/", "sourceHash": "00", "sourceHashAlgorithm": "sha256"} | 400 | invalid-request | sourceHash must be 64
            add           | {"imageId": "img", "source": "https://a.b/", "sourceHash": "00", "sourceHashAlgorithm": "none"}   | 400 | invalid-request | sourceHashAlgorithm must be sha512 or sha256
            add           | {"imageId": "img", "source": "https://a.b/", "sourceHashAlgorithm": "sha256"}                     | 400 | invalid-request | without a sourceHash
            add           | {"imageId": "img", "data": "", "checksumsUrl": "https://a.b/S"}     | 400 | invalid-request | checksumsUrl is not for data
            add           | {"imageId": "img", "upload": {}, "checksumsUrl": "https://a.b/S"}   | 400 | invalid-request | checksumsUrl is not for data
            add           | {"imageId": "img", "source": "s3://a/b/c", "checksumsUrl": "https://a.b/S"} | 400 | invalid-request | checksumsUrl is not for a location
            add           | {"imageId": "img", "source": "https://a.b/c", "checksumsUrl": 1}    | 400 | invalid-request | checksumsUrl must be a string
            add           | {"imageId": "img", "source": "https://a.b", "checksumsUrl": "https://a.b/S"}    | 400 | invalid-request | source must end with the name of a file
            add           | {"imageId": "img", "source": "https://a.b/c/?d", "checksumsUrl": "https://a.b/S"} | 400 | invalid-request | source must end with the name of a file
            add           | {"imageId": "img", "source": "https://a.b/c", "checksumsUrl": "https:"}         | 400 | invalid-request | The field checksumsUrl must be a valid URL
            add           | {"imageId": "img", "source": "https://a.b/c", "checksumsUrl": "https://a.b/S", "sourceHash": "00"} | 400 | invalid-request | sourceHash is not for a request with a checksumsUrl
            add           | {"imageId": "img", "source": "https://a.b/c", "checksumsUrl": "https://a.b/S", "sourceHashAlgorithm": "sha256"} | 400 | invalid-request | without a sourceHash
            # Images that there are not
            get-presigned | {"imageId": "img"}                                       | 404 | not-found       | img
            delete        | {"imageId": "img"}                                       | 404 | not-found       | img
            """)
    void wrongRequestIsAnsweredWithStatusTypeAndSentence(
            String function, String body, int status, String type, String words) {
        String sentence = functions.post(function, body).problem(status, type);
        assertTrue(sentence.contains(words), sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "AA=",
                "A===",
                "AAEC=",
                "AA==AA==",
                "AA ==",
                "AA==\n",
                " AAEC",
                "AAEC\r\nAAEC",
                "-_-_",
                "äöü",
                "="
            })
    void inlineDataMustBeBase64(String data) {
        String sentence = functions.call("add", "imageId", "img", "data", data).problem(400, "invalid-request");
        assertEquals("The field data must be base64.", sentence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "a/b", "/a", "a b", "a?b", "a#b", "a@b", "a%20b", "a+b", "a:b", "\u00e4", "a\n", "\u0000"
            })
    void idsWithReservedCharactersAreRefused(String id) {
        assertIllegalId(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 50_000})
    void idsLongerThan255CharactersAreRefused(int length) {
        assertIllegalId("a".repeat(length));
    }

    private void assertIllegalId(String id) {
        for (String function : FUNCTIONS) {
            String sentence = functions
                    .call(
                            function,
                            function.equals("add")
                                    ? new Object[] {"imageId", id, "data", ""}
                                    : new Object[] {"imageId", id})
                    .problem(400, "invalid-request");
            assertTrue(sentence.contains("imageId"), sentence);
        }
    }
}
