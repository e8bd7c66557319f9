package dev.glint.testing;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** The S3 operation of a request, from its method, its query, and whether its path names an object or only a bucket. */
public enum S3Operation {
    CREATE_BUCKET,
    HEAD_BUCKET,
    LIST_UPLOADS,
    PUT_OBJECT,
    HEAD_OBJECT,
    GET_OBJECT,
    DELETE_OBJECT,
    GET_TAGS,
    PUT_TAGS,
    CREATE_UPLOAD,
    UPLOAD_PART,
    COPY_PART,
    LIST_PARTS,
    COMPLETE_UPLOAD,
    ABORT_UPLOAD,
    OTHER;

    /** Reads the head of a request. */
    static S3Operation of(HttpMessage request) {
        S3Operation operation = of(request.startLine());
        return operation == UPLOAD_PART && request.header("x-amz-copy-source").isPresent() ? COPY_PART : operation;
    }

    /** Reads a request line with the bucket in the path: {@code PUT /bucket/key?partNumber=1&uploadId=x HTTP/1.1}. */
    static S3Operation of(String requestLine) {
        String[] words = requestLine.split(" ");
        String[] target = words[1].split("\\?", 2);
        Set<String> query = Arrays.stream(target.length == 1 ? new String[0] : target[1].split("&"))
                .map(parameter -> parameter.replaceAll("=.*", ""))
                .collect(Collectors.toSet());
        return target[0].matches("/[^/]+/.+") ? ofObject(words[0], query) : ofBucket(words[0], query);
    }

    private static S3Operation ofBucket(String method, Set<String> query) {
        return switch (method) {
            case "PUT" -> CREATE_BUCKET;
            case "HEAD" -> HEAD_BUCKET;
            case "GET" -> query.contains("uploads") ? LIST_UPLOADS : OTHER;
            default -> OTHER;
        };
    }

    private static S3Operation ofObject(String method, Set<String> query) {
        boolean inUpload = query.contains("uploadId");
        if (query.contains("tagging")) {
            return method.equals("GET") ? GET_TAGS : PUT_TAGS;
        }
        return switch (method) {
            case "PUT" -> inUpload ? UPLOAD_PART : PUT_OBJECT;
            case "HEAD" -> HEAD_OBJECT;
            case "GET" -> inUpload ? LIST_PARTS : GET_OBJECT;
            case "POST" -> inUpload ? COMPLETE_UPLOAD : CREATE_UPLOAD;
            case "DELETE" -> inUpload ? ABORT_UPLOAD : DELETE_OBJECT;
            default -> OTHER;
        };
    }
}
