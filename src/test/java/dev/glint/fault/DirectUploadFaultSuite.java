package dev.glint.fault;

import com.fasterxml.jackson.databind.JsonNode;
import dev.glint.testing.FaultyApplication;
import dev.glint.testing.Functions.Answer;
import dev.glint.testing.PlainHttp;
import dev.glint.testing.SourceServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Direct uploads in three parts, with faults of S3. */
abstract class DirectUploadFaultSuite extends FaultSuite {

    static final int SIZE = 11 << 20;
    static final byte[] IMAGE = SourceServer.bytes(SIZE);

    DirectUploadFaultSuite() {}

    DirectUploadFaultSuite(FaultyApplication application) {
        super(application);
    }

    Answer begin(int size) {
        return functions.call("get-presigned", "imageId", id, "operation", "upload", "size", size);
    }

    /** Begins an upload, sends all its parts, and returns its id. */
    String uploaded() {
        JsonNode upload = begin(SIZE).ok().json();
        return PlainHttp.putParts(upload, IMAGE);
    }

    Answer finish(String uploadId, Object... more) {
        List<Object> fields = new ArrayList<>(List.of("imageId", id, "upload", Map.of("uploadId", uploadId)));
        fields.addAll(List.of(more));
        return functions.call("add", fields.toArray());
    }

    Answer giveUp(String uploadId) {
        return functions.call("delete", "imageId", id, "uploadId", uploadId);
    }
}
