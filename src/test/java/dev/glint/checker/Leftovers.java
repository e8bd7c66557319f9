package dev.glint.checker;

import dev.glint.checker.Ask.Deed;
import dev.glint.checker.Told.Outcome;
import java.util.List;

/** Finds the unfinished uploads of an id that no client and no log knows, so that nobody could finish or remove them. */
record Leftovers(List<MadeCall> calls, List<String> log) {

    /** An unfinished upload in S3. */
    record Unfinished(String id, boolean isEmpty) {}

    /** The uploads that no answer and no log has named, and that no client and no killed process can have left. */
    List<Unfinished> unexplained(List<Unfinished> found) {
        return found.stream().filter(upload -> !isExplained(upload)).toList();
    }

    private boolean isExplained(Unfinished upload) {
        return isNamed(upload)
                || calls.stream().anyMatch(Leftovers::mayHaveLeftOne)
                || calls.stream().anyMatch(call -> handedOut(call, upload))
                        && calls.stream().noneMatch(call -> ended(call, upload));
    }

    private boolean isNamed(Unfinished upload) {
        return log.stream()
                        .anyMatch(line -> line.contains(upload.id)
                                || upload.isEmpty && line.contains("without parts may be left"))
                || calls.stream()
                        .map(call -> call.told().words())
                        .anyMatch(words -> words.contains(upload.id + " could not be removed"));
    }

    /** A killed process cannot clean up, and a client that left does not know the id of its upload. */
    private static boolean mayHaveLeftOne(MadeCall call) {
        Outcome outcome = call.told().outcome();
        boolean silent = outcome == Outcome.SILENCE;
        boolean failed = outcome == Outcome.FAILED || outcome == Outcome.UNKNOWN;
        boolean killed = call.instance().filter(Instance::wasKilled).isPresent();
        return killed && (silent || failed) || silent && call.ask().deed() == Deed.OFFER;
    }

    private static boolean handedOut(MadeCall call, Unfinished upload) {
        return call.ask().deed() == Deed.OFFER
                && call.told().outcome() == Outcome.DONE
                && call.told().words().contains("." + upload.id + "\"");
    }

    /** Whether a client was told that the upload has become an image, or is gone. */
    private static boolean ended(MadeCall call, Unfinished upload) {
        Outcome outcome = call.told().outcome();
        boolean gone = outcome == Outcome.DONE
                || outcome == Outcome.TAKEN && call.ask().deed() == Deed.FINISH;
        return gone
                && (call.ask().deed() == Deed.FINISH || call.ask().deed() == Deed.ABANDON)
                && call.request()
                        .filter(request -> request.fields().toString().contains("." + upload.id + "\""))
                        .isPresent();
    }
}
