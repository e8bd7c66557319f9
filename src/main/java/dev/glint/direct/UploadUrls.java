package dev.glint.direct;

import static software.amazon.awssdk.http.SdkHttpMethod.PUT;

import dev.glint.s3.HashChecksum;
import dev.glint.s3.PresignedUpload;
import dev.glint.s3.Presigner.Signing;
import dev.glint.s3.S3Object;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The URLs of a direct upload. Each can do one thing: its headers are signed, so that S3 refuses another length, other digests, to
 * replace an image, or to make one without the metadata.
 */
public final class UploadUrls {

    /** With more of them an answer could be too large for a gateway or a broker. */
    private static final int MOST = 1000;

    private UploadUrls() {}

    /** The URL of an image that is uploaded with one PUT. */
    public static PresignedUpload single(Signing signing, UploadMetadata metadata) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Length", Long.toString(metadata.size()));
        headers.put("Content-Type", S3Object.CONTENT_TYPE);
        metadata.declared()
                .checksum()
                .map(hex -> Base64.getEncoder().encodeToString(HexFormat.of().parseHex(hex)))
                .ifPresent(md5 -> headers.put("Content-MD5", md5));
        headers.putAll(
                HashChecksum.headers(metadata.declared(), signing.location().endpoint()));
        headers.put("If-None-Match", S3Object.NOTHING_THERE);
        headers.putAll(metadata.headers());
        String url = signing.url(PUT, Map.of(), headers);
        return new PresignedUpload(
                Optional.empty(),
                metadata.size(),
                List.of(new PresignedUpload.Part(1, metadata.size(), url, headers)),
                signing.expiresAt());
    }

    /** The URLs of the parts from a number on, as many as there are or as are signed at a time. */
    public static PresignedUpload parts(Signing signing, UploadId id, int first) {
        int last = Math.min(id.partCount(), first + MOST - 1);
        return new PresignedUpload(
                Optional.of(id.toString()),
                id.partSize(),
                IntStream.rangeClosed(first, last)
                        .mapToObj(number -> part(signing, id, number))
                        .toList(),
                signing.expiresAt());
    }

    private static PresignedUpload.Part part(Signing signing, UploadId id, int number) {
        long size = id.partSize(number);
        Map<String, String> query = Map.of("partNumber", Integer.toString(number), "uploadId", id.s3Id());
        Map<String, String> headers = Map.of("Content-Length", Long.toString(size));
        return new PresignedUpload.Part(number, size, signing.url(PUT, query, headers), headers);
    }
}
