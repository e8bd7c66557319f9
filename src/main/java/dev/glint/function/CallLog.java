package dev.glint.function;

import dev.glint.image.StoreFailure;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jboss.logging.Logger.Level;
import org.jboss.logging.MDC;

/**
 * Logs one line per call. Its parts are also fields of the mapped diagnostic context, so that other log lines of the call have
 * those that are known by then.
 */
final class CallLog {

    private static final Logger LOG = Logger.getLogger(CallLog.class);

    private static final String REQUEST_ID = "requestId";
    private static final String FUNCTION = "function";
    private static final String IMAGE_ID = "imageId";
    private static final String OUTCOME = "outcome";
    private static final String BYTES = "bytes";
    private static final String CHECKSUM = "checksum";
    private static final String DURATION = "durationMillis";
    private static final String REASON = "reason";
    private static final List<String> FIELDS =
            List.of(REQUEST_ID, FUNCTION, IMAGE_ID, OUTCOME, BYTES, CHECKSUM, DURATION, REASON);

    private CallLog() {}

    static void begin(Call call) {
        MDC.put(REQUEST_ID, call.requestId().value());
        MDC.put(FUNCTION, call.function().toString());
    }

    /** Which image the call is about. Only a valid id gets into the log. */
    static void about(String imageId) {
        MDC.put(IMAGE_ID, imageId);
    }

    static void answered(ImageResponse response, long nanos) {
        about(response.imageId());
        StringBuilder content = new StringBuilder();
        response.bytes().ifPresent(count -> {
            MDC.put(BYTES, Long.toString(count));
            content.append(count).append(" bytes, ");
        });
        if (response.checksum() != null) {
            MDC.put(CHECKSUM, response.checksum());
            content.append("checksum ").append(response.checksum()).append(", ");
        }
        write(Level.INFO, response.outcome(), nanos, content.toString(), "", null);
    }

    static void failed(StoreFailure failure, long nanos) {
        String reason = Failures.reason(failure);
        MDC.put(REASON, reason);
        String type = failure.kind().type();
        write(Failures.level(failure), type, nanos, "", ": " + reason, Failures.bug(failure));
    }

    /** Logs a request that did not become a call. */
    static void refused(String function, String requestId, StoreFailure failure, long nanos) {
        MDC.put(REQUEST_ID, requestId);
        MDC.put(FUNCTION, function);
        failed(failure, nanos);
        end();
    }

    private static void write(Level level, String outcome, long nanos, String content, String reason, Throwable bug) {
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        MDC.put(OUTCOME, outcome);
        MDC.put(DURATION, Long.toString(millis));
        Object imageId = MDC.get(IMAGE_ID);
        String line = MDC.get(FUNCTION) + (imageId == null ? "" : " of " + imageId) + ": " + outcome + ", " + content
                + millis + " ms, request " + MDC.get(REQUEST_ID) + reason;
        LOG.log(level, line, bug);
    }

    static void end() {
        FIELDS.forEach(MDC::remove);
    }
}
