package dev.glint.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PoliciesTest {

    /** Only with {@code s3.store.create-bucket-on-put}, which is for buckets that nobody manages. */
    private static final Set<String> ON_REQUEST = Set.of("s3:CreateBucket");

    private final PolicyDocument all = read("policy");

    @Test
    void allowWhatTheCodeAsksForAndNothingElse() {
        Set<String> needed = S3Actions.needed();
        needed.removeAll(ON_REQUEST);
        assertEquals(
                needed,
                all.grants().stream()
                        .map(grant -> grant.split(" on ")[0])
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void areTogetherThatOfAllFunctions() {
        Set<String> together = new TreeSet<>();
        Functions.names().forEach(name -> together.addAll(read(name).grants()));
        assertEquals(all.grants(), together);
    }

    @Test
    void letNobodyButTheCallerOfAddAndPresignedWrite() {
        assertEquals(
                Set.of("add", "get-presigned"),
                Functions.names().stream()
                        .filter(name -> read(name).grants().contains("s3:PutObject on arn:aws:s3:::BUCKET/*"))
                        .collect(Collectors.toSet()));
    }

    @Test
    void ofTheBucketRefuseWritesThatCouldReplace() {
        PolicyDocument bucket = read("bucket-policy");
        String create = "s3:ObjectCreationOperation";
        String condition = "s3:if-none-match";
        String tls = "aws:SecureTransport";
        assertFalse(bucket.denies("s3:PutObject", Map.of(tls, "true", create, "true", condition, "*")), "PutObject");
        assertTrue(bucket.denies("s3:PutObject", Map.of(tls, "true", create, "true")), "one without the condition");
        assertFalse(bucket.denies("s3:PutObject", Map.of(tls, "true", create, "false")), "UploadPart knows none");
        assertFalse(bucket.denies("s3:GetObject", Map.of(tls, "true")));
        assertTrue(bucket.denies("s3:GetObject", Map.of(tls, "false")), "in plain text");
        assertEquals(Set.of(), bucket.grants());
    }

    @ParameterizedTest
    @CsvSource({
        "'\"s3:GetObject\"', '\"s3:Get*\"'",
        "'\"s3:GetObject\"', '\"s3:*\"'",
        "'\"s3:GetObject\"', '\"s3:GetObjekt\"'",
        "'\"Action\"', '\"Actions\"'",
        "'\"Action\"', '\"NotAction\"'",
        "'\"Allow\"', '\"Permit\"'",
        "arn:aws:s3:::BUCKET/*, *",
        "arn:aws:s3:::BUCKET/*, arn:aws:s3:::*",
        "2012-10-17, 2008-10-17",
        "'\"Sid\": \"LookAtImages\"', '\"Principal\": \"*\"'",
    })
    void aMistakeIsNoticed(String right, String wrong) {
        assertNoticed("iam/get-size.json", right, wrong);
    }

    @ParameterizedTest
    @CsvSource({
        "s3:if-none-match, s3:ifnonematch",
        "'\"Null\"', '\"IsNull\"'",
        "'\"Null\": { \"s3:if-none-match\": \"true\"', '\"Null\": { \"s3:if-none-match\": \"yes\"'",
        "'\"Principal\": \"*\"', '\"Principal\": \"me\"'",
        "'\"Deny\"', '\"Allow\"'",
    })
    void aMistakeInThatOfTheBucketIsNoticed(String right, String wrong) {
        assertNoticed("iam/bucket-policy.json", right, wrong);
    }

    private static void assertNoticed(String name, String right, String wrong) {
        String text = DeployFiles.text(name);
        String changed = text.replace(right, wrong);
        assertFalse(changed.equals(text), right);
        assertThrows(IllegalArgumentException.class, () -> PolicyDocument.read(DeployFiles.json(changed)));
    }

    private static PolicyDocument read(String name) {
        return PolicyDocument.read(DeployFiles.json(DeployFiles.text("iam/" + name + ".json")));
    }
}
