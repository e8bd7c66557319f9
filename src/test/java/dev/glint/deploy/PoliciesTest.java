package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

/** The IAM policies allow exactly the requests that the code makes. */
class PoliciesTest {

    private static final String BUCKET = " on arn:aws:s3:::BUCKET";
    private static final String OBJECTS = BUCKET + "/*";

    /** The permission that S3 requires, by the client method that makes the request. */
    private static final Map<String, String> GRANTS = Map.ofEntries(
            Map.entry("headBucket", "s3:ListBucket" + BUCKET),
            Map.entry("listMultipartUploadsPaginator", "s3:ListBucketMultipartUploads" + BUCKET),
            Map.entry("headObject", "s3:GetObject" + OBJECTS),
            Map.entry("getObject", "s3:GetObject" + OBJECTS),
            Map.entry("getObjectAsBytes", "s3:GetObject" + OBJECTS),
            Map.entry("getObjectTagging", "s3:GetObjectTagging" + OBJECTS),
            Map.entry("putObjectTagging", "s3:PutObjectTagging" + OBJECTS),
            Map.entry("putObject", "s3:PutObject" + OBJECTS),
            Map.entry("createMultipartUpload", "s3:PutObject" + OBJECTS),
            Map.entry("uploadPart", "s3:PutObject" + OBJECTS),
            // S3 also asks for s3:GetObject on what is copied.
            Map.entry("uploadPartCopy", "s3:PutObject" + OBJECTS),
            Map.entry("completeMultipartUpload", "s3:PutObject" + OBJECTS),
            Map.entry("deleteObject", "s3:DeleteObject" + OBJECTS),
            Map.entry("abortMultipartUpload", "s3:AbortMultipartUpload" + OBJECTS),
            Map.entry("listParts", "s3:ListMultipartUploadParts" + OBJECTS));

    /** Only {@code s3.store.create-bucket-on-put} needs the permission to create the bucket; the other methods make no requests. */
    private static final Set<String> WITHOUT_GRANT = Set.of("createBucket", "builder", "close");

    @Test
    void policyAllowsWhatTheCodeRequests() {
        Set<String> needed = ApplicationClasses.methodsUsed(S3Client.class).stream()
                .filter(method -> !WITHOUT_GRANT.contains(method))
                .map(method -> GRANTS.getOrDefault(method, "What does S3 ask for when " + method + " is called?"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(needed, Policy.grants(Policy.read("policy")));
    }

    @Test
    void policiesOfTheFunctionsAddUpToTheWholePolicy() {
        Set<String> together = new TreeSet<>();
        ApplicationClasses.functions().forEach(name -> together.addAll(Policy.grants(Policy.read(name))));
        assertEquals(Policy.grants(Policy.read("policy")), together);
    }

    /** The code always writes with {@code If-None-Match}; the upload of a part has no such header. */
    @Test
    void bucketPolicyRefusesOverwrites() {
        JsonNode statement = Policy.read("bucket-policy").at("/Statement/1");
        assertEquals("Deny", statement.path("Effect").asText());
        assertEquals("s3:PutObject", statement.path("Action").asText());
        assertEquals(
                DeployFiles.json("{\"Null\": {\"s3:if-none-match\": \"true\"},"
                        + " \"Bool\": {\"s3:ObjectCreationOperation\": \"true\"}}"),
                statement.path("Condition"));
    }
}
