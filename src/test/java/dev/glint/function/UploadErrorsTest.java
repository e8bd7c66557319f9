package dev.glint.function;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.glint.testing.Functions;
import dev.glint.testing.PlainS3;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The answers to wrong requests for direct uploads; {@link ErrorsTest} has all other requests. */
@QuarkusTest
class UploadErrorsTest {

    private final Functions functions = Functions.ofTest();

    @AfterEach
    void nothingIsLeft() {
        try (PlainS3 s3 = PlainS3.ofConfiguration()) {
            s3.assertEmptyAndClean();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            add           | {"imageId": "img", "upload": {}, "data": ""}             | 400 | invalid-request | data, source and upload
            add           | {"imageId": "img", "upload": null}                       | 400 | invalid-request | data, source and upload
            add           | {"imageId": "img", "upload": "x"}                        | 400 | invalid-request | upload must be an object
            add           | {"imageId": "img", "upload": []}                         | 400 | invalid-request | upload must be an object
            add           | {"imageId": "img", "upload": {"id": "x"}}                | 400 | invalid-request | no field upload.id
            add           | {"imageId": "img", "upload": {"uploadId": 7}}            | 400 | invalid-request | upload.uploadId must be a string
            add           | {"imageId": "img", "upload": {"parts": []}}              | 400 | invalid-request | upload.parts
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": {}}}         | 400 | invalid-request | upload.parts must be a list
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": [null]}}     | 400 | invalid-request | upload.parts
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": [1]}}        | 400 | invalid-request | upload.parts must be an object
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": [{}]}}       | 400 | invalid-request | upload.parts.number
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": [{"number": "1"}]}} | 400 | invalid-request | upload.parts.number must be a whole number
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": [{"number": 10001}]}} | 400 | invalid-request | upload.parts.number
            add           | {"imageId": "img", "upload": {"uploadId": "x", "parts": [{"number": 1, "etag": 1}]}} | 400 | invalid-request | upload.parts.etag must be a string
            add           | {"imageId": "img", "upload": {"uploadId": "x"}}          | 404 | not-found       | no such upload
            add           | {"imageId": "img", "upload": {}}                         | 404 | not-found       | uploaded
            add           | {"imageId": "img", "data": "", "verify": true}           | 400 | invalid-request | verify
            add           | {"imageId": "img", "upload": {}, "verify": "no"}         | 400 | invalid-request | verify must be true or false
            add           | {"imageId": "img", "upload": {}, "verify": false, "hash": "00"}      | 400 | invalid-request | hash
            add           | {"imageId": "img", "upload": {}, "verify": false, "hashAlgorithm": "sha256"} | 400 | invalid-request | hashAlgorithm
            add           | {"imageId": "img", "upload": {}, "checksum": "x"}        | 400 | invalid-request | checksum
            get-presigned | {"imageId": "img", "operation": "upload"}                | 400 | invalid-request | size must be given
            get-presigned | {"imageId": "img", "operation": "upload", "size": -1}    | 400 | invalid-request | size
            get-presigned | {"imageId": "img", "operation": "upload", "size": "1"}   | 400 | invalid-request | size must be a whole number
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "checksum": "x"}      | 400 | invalid-request | checksum
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "filename": "x"}      | 400 | invalid-request | filename
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "hash": "x"}          | 400 | invalid-request | hash must be 128
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "hashAlgorithm": "sha256", "hash": "00"} | 400 | invalid-request | hash must be 64
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "hashAlgorithm": "md5", "hash": "00"}    | 400 | invalid-request | sha512, sha256 or none
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "hashAlgorithm": "none", "hash": "00"}   | 400 | invalid-request | contradicts
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "hashAlgorithm": "sha256"}               | 400 | invalid-request | hashAlgorithm
            get-presigned | {"imageId": "img", "operation": "upload", "uploadId": "x", "hash": "00"}   | 400 | invalid-request | hash
            get-presigned | {"imageId": "img", "hash": "00"}                         | 400 | invalid-request | hash
            get-presigned | {"imageId": "img", "hashAlgorithm": "sha256"}            | 400 | invalid-request | hashAlgorithm
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "digests": true}      | 400 | invalid-request | digests
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "contentType": "x/y"} | 400 | invalid-request | contentType
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "firstPart": 2}       | 400 | invalid-request | firstPart
            get-presigned | {"imageId": "img", "operation": "upload", "size": 1, "expiresIn": "P8D"}   | 400 | invalid-request | expiresIn
            get-presigned | {"imageId": "img", "operation": "upload", "uploadId": "x", "checksum": "d41d8cd98f00b204e9800998ecf8427e"} | 400 | invalid-request | checksum
            get-presigned | {"imageId": "img", "operation": "upload", "uploadId": "x", "firstPart": 1.5} | 400 | invalid-request | firstPart must be a whole number
            get-presigned | {"imageId": "img", "operation": "upload", "uploadId": "x"}                 | 404 | not-found       | no such upload
            get-presigned | {"imageId": "img", "operation": "upload", "size": 99999999999999999}       | 413 | too-large       | more than S3 can hold
            get-presigned | {"location": "s3://elsewhere.example/images/img", "operation": "upload", "size": 1} | 403 | location-refused | s3.store.allowed-hosts
            get-presigned | {"imageId": "img", "size": 1}                            | 400 | invalid-request | size
            get-presigned | {"imageId": "img", "checksum": ""}                       | 400 | invalid-request | checksum
            get-presigned | {"imageId": "img", "uploadId": "x"}                      | 400 | invalid-request | uploadId
            get-presigned | {"imageId": "img", "firstPart": 1}                       | 400 | invalid-request | firstPart
            delete        | {"imageId": "img", "uploadId": "x"}                      | 404 | not-found       | no such upload
            delete        | {"imageId": "img", "uploadId": 1}                        | 400 | invalid-request | uploadId must be a string
            """)
    void wrongUploadRequestIsAnsweredWithStatusTypeAndSentence(
            String function, String body, int status, String type, String words) {
        String sentence = functions.post(function, body).problem(status, type);
        assertTrue(sentence.contains(words), sentence);
    }
}
