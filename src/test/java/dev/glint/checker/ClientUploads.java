package dev.glint.checker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Subject.Upload;
import dev.glint.checker.Told.Outcome;
import dev.glint.testing.Digests;
import dev.glint.testing.Functions;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The direct uploads and downloads of a client. It records the answers of S3. */
final class ClientUploads {

    private static final int LARGEST_SINGLE = 300_000;
    private static final int MORE_THAN_A_PART = 1_000_000;
    private static final int TRIES = 3;

    private final Client client;
    private final Operations operations;
    private final Random random;

    ClientUploads(Client client, Operations operations) {
        this.client = client;
        this.operations = operations;
        this.random = client.random();
    }

    /** An upload with one PUT, and the add that finishes it. */
    void single(Subject subject) throws InterruptedException {
        Content content = client.newContent(1 + random.nextInt(LARGEST_SINGLE));
        Optional<JsonNode> offer = offer(subject, content);
        if (offer.isEmpty()) {
            return;
        }
        Map<String, String> headers = headers(offer.get());
        String mark = headers.get("x-amz-meta-glint-upload").substring(0, 36);
        Outcome outcome = Outcome.SILENCE;
        for (int i = 0; i < TRIES && outcome == Outcome.SILENCE; i++) {
            MadeCall put = client.begin(subject, Ask.upload(Deed.PUT, mark, content));
            Optional<HttpResponse<byte[]>> answer =
                    Http.put(offer.get().path("url").asText(), headers, content.bytes());
            outcome = answer.map(HttpResponse::statusCode)
                    .map(status -> status == 200 ? Outcome.DONE : status == 412 ? Outcome.TAKEN : Outcome.SILENCE)
                    .orElse(Outcome.SILENCE);
            History.end(put, Told.of(outcome, "" + answer.map(HttpResponse::statusCode)));
        }
        ObjectNode fields = Operations.named(subject);
        fields.putObject("upload");
        if (random.nextBoolean()) {
            fields.put("verify", random.nextBoolean());
        }
        operations.call(subject, Ask.of(Deed.ADOPT), "add", fields);
    }

    /** An upload in parts; it may be finished, given up, or left. */
    void inParts(Subject subject) throws InterruptedException {
        Content content = client.newContent(World.PART_SIZE + 1 + random.nextInt(MORE_THAN_A_PART));
        Optional<JsonNode> offer = offer(subject, content);
        if (offer.isEmpty()) {
            return;
        }
        Upload upload = new Upload(offer.get().path("uploadId").asText(), content);
        subject.uploads().add(upload);
        byte[] bytes = content.bytes();
        int offset = 0;
        for (JsonNode part : offer.get().path("parts")) {
            int end = offset + part.path("size").asInt();
            putPart(part, Arrays.copyOfRange(bytes, offset, end));
            offset = end;
        }
        goOn(subject, upload);
    }

    private void putPart(JsonNode part, byte[] bytes) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            Optional<HttpResponse<byte[]>> answer = Http.put(part.path("url").asText(), headers(part), bytes);
            if (answer.filter(response -> response.statusCode() == 200).isPresent()) {
                return;
            }
        }
    }

    /** Does something with an upload of any client. */
    void goOn(Subject subject) throws InterruptedException {
        List<Upload> uploads = subject.uploads();
        if (!uploads.isEmpty()) {
            goOn(subject, uploads.get(random.nextInt(uploads.size())));
        }
    }

    private void goOn(Subject subject, Upload upload) throws InterruptedException {
        ObjectNode fields = Operations.named(subject);
        int choice = random.nextInt(10);
        if (choice == 0) {
            fields.put("uploadId", upload.id());
            operations.call(subject, Ask.upload(Deed.ABANDON, upload.mark(), upload.content()), "delete", fields);
        } else if (choice > 1) {
            finish(subject, upload, fields);
        }
    }

    private void finish(Subject subject, Upload upload, ObjectNode fields) throws InterruptedException {
        Ask ask = Ask.upload(Deed.FINISH, upload.mark(), upload.content());
        fields.putObject("upload").put("uploadId", upload.id());
        if (random.nextInt(4) == 0) {
            fields.put("verify", false);
        } else if (operations.declare(fields, upload.content())) {
            ask = ask.unsound();
        }
        operations.call(subject, ask, "add", fields);
    }

    /** The answer of {@code get-presigned} for an upload, if it succeeds. */
    private Optional<JsonNode> offer(Subject subject, Content content) throws InterruptedException {
        ObjectNode fields = Operations.named(subject).put("operation", "upload").put("size", content.size());
        if (random.nextBoolean()) {
            fields.put("checksum", content.checksum());
        }
        Told told = operations.call(subject, Ask.of(Deed.OFFER), "get-presigned", fields);
        return told.outcome() == Outcome.DONE ? Optional.of(data(told)) : Optional.empty();
    }

    /** Reads an image with a presigned URL. */
    void read(Subject subject, Told offer) throws InterruptedException {
        MadeCall read = client.begin(subject, Ask.of(Deed.LOOK));
        Optional<HttpResponse<byte[]>> answer = Http.get(data(offer).path("url").asText());
        int status = answer.map(HttpResponse::statusCode).orElse(0);
        History.end(
                read,
                switch (status) {
                    case 200 -> {
                        byte[] body = answer.orElseThrow().body();
                        yield new Told(
                                Outcome.DONE,
                                body.length,
                                Digests.md5(body),
                                Digests.sha512(body),
                                body.length + " bytes");
                    }
                    case 404 -> Told.of(Outcome.ABSENT, "404");
                    default -> Told.of(Outcome.FAILED, "" + status);
                });
    }

    private static JsonNode data(Told told) {
        return Functions.parse(told.words());
    }

    private static Map<String, String> headers(JsonNode request) {
        Map<String, String> headers = new HashMap<>();
        request.path("headers")
                .properties()
                .forEach(
                        header -> headers.put(header.getKey(), header.getValue().asText()));
        return headers;
    }
}
