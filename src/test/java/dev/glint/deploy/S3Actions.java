package dev.glint.deploy;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.S3Client;

/** The permissions that S3 asks for, by the method of the SDK's client that makes the request. */
final class S3Actions {

    private static final Map<String, String> BY_METHOD = Map.ofEntries(
            Map.entry("createBucket", "s3:CreateBucket"),
            Map.entry("headBucket", "s3:ListBucket"),
            Map.entry("headObject", "s3:GetObject"),
            Map.entry("getObject", "s3:GetObject"),
            Map.entry("putObject", "s3:PutObject"),
            Map.entry("deleteObject", "s3:DeleteObject"),
            Map.entry("createMultipartUpload", "s3:PutObject"),
            Map.entry("uploadPart", "s3:PutObject"),
            Map.entry("completeMultipartUpload", "s3:PutObject"),
            Map.entry("abortMultipartUpload", "s3:AbortMultipartUpload"),
            Map.entry("listParts", "s3:ListMultipartUploadParts"),
            Map.entry("listMultipartUploads", "s3:ListBucketMultipartUploads"));
    private static final Set<String> OF_NO_REQUEST = Set.of("builder", "close");

    static final Set<String> KNOWN = Set.copyOf(BY_METHOD.values());

    private S3Actions() {}

    /** The permissions that the application needs for all the methods that it calls. */
    static Set<String> needed() {
        return MainClasses.methodsCalledOn(S3Client.class).stream()
                .filter(method -> !OF_NO_REQUEST.contains(method))
                .map(S3Actions::of)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String of(String method) {
        if (!BY_METHOD.containsKey(method)) {
            throw new IllegalStateException("Which permission does S3 ask for when " + method + " is called?");
        }
        return BY_METHOD.get(method);
    }
}
