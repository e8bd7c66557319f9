package dev.glint.checker;

import dev.glint.checker.Leftovers.Unfinished;
import dev.glint.checker.Told.Outcome;
import dev.glint.testing.Await;
import dev.glint.testing.PlainS3;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/** Compares what clients were told about an id with what S3 has, once no call uses the id any more. Then removes what is left. */
final class Audit {

    private static final Duration LONGEST_CALL = Duration.ofMinutes(6);
    private static final Duration LONGEST_REMOVAL = Duration.ofMinutes(2);

    private final World world;
    private final Violations violations;
    private final Summary summary = new Summary();

    Audit(World world, Violations violations) {
        this.world = world;
        this.violations = violations;
    }

    void examine(Subject subject) {
        History history = subject.history();
        if (!Await.within(LONGEST_CALL, () -> isQuiet(history))) {
            report(history, "A call does not end, or never was one.");
        }
        Image found = read(subject.id());
        Linearization.contradiction(history.calls(), found).ifPresent(reason -> report(history, reason));
        LostUploads.find(history.calls()).ifPresent(call -> report(history, "The upload was lost.\n" + call));
        // What could not be removed at once may be removed a little later.
        if (!Await.within(LONGEST_REMOVAL, () -> unexplained(history).isEmpty())) {
            report(history, "Nobody was told of these unfinished uploads: " + unexplained(history));
        }
        summary.add(history.calls(), world.traffic().of(history.id()));
        forget(history);
    }

    Summary summary() {
        return summary;
    }

    private boolean isQuiet(History history) {
        return history.calls().stream().allMatch(call -> hasEnded(call, history))
                && world.traffic().isQuiet(history.id());
    }

    /** Whether a call has ended in the application too; the client may have left before. */
    private static boolean hasEnded(MadeCall call, History history) {
        if (call.told().outcome() != Outcome.SILENCE || call.instance().isEmpty()) {
            return call.isOver();
        }
        Instance instance = call.instance().get();
        String requestId = call.request().orElseThrow().id();
        long made = history.calls().stream()
                .filter(other -> other.instance().filter(instance::equals).isPresent())
                .filter(other -> other.request().orElseThrow().id().equals(requestId))
                .count();
        return !instance.isAlive() || instance.ended(requestId) >= made;
    }

    private Image read(String id) {
        try {
            return Image.of("", world.plainS3().read(id));
        } catch (NoSuchKeyException e) {
            return Image.NONE;
        }
    }

    private List<Unfinished> unexplained(History history) {
        PlainS3 s3 = world.plainS3();
        List<Unfinished> found = s3.unfinishedUploads(history.id()).stream()
                .map(id -> new Unfinished(id, s3.countParts(history.id(), id) == 0))
                .toList();
        return new Leftovers(history.calls(), world.instances().lines(history.id())).unexplained(found);
    }

    private void report(History history, String reason) {
        violations.add(reason + "\n" + history + "Requests to S3 and sources\n"
                + world.traffic().of(history.id()).stream()
                        .map(Traffic.Passage::toString)
                        .collect(Collectors.joining("\n"))
                + "\nLogs\n" + String.join("\n", world.instances().lines(history.id())));
    }

    private void forget(History history) {
        PlainS3 s3 = world.plainS3();
        String id = history.id();
        s3.remove(id);
        s3.unfinishedUploads(id).forEach(upload -> s3.abort(id, upload));
        List<String> requestIds = history.calls().stream()
                .flatMap(call -> call.request().stream())
                .map(Request::id)
                .toList();
        world.instances().all().forEach(instance -> instance.forget(id, requestIds));
        world.traffic().forget(id);
        world.chaos().forget(id);
    }
}
