package dev.glint.checker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An id that clients use until it is checked. */
final class Subject {

    private final History history;
    private final int turns;
    private final List<Upload> uploads = new CopyOnWriteArrayList<>();
    private int begun;
    private int ended;

    /** {@code turns}: the number of turns of all clients. */
    Subject(String id, int turns) {
        this.history = new History(id);
        this.turns = turns;
    }

    String id() {
        return history.id();
    }

    History history() {
        return history;
    }

    /** The direct uploads in parts that clients were given. */
    List<Upload> uploads() {
        return uploads;
    }

    /** Begins a turn, if any is left. */
    synchronized boolean begin() {
        if (begun == turns) {
            return false;
        }
        begun++;
        return true;
    }

    /** Ends a turn; returns whether it was the last one. */
    synchronized boolean end() {
        ended++;
        return ended == turns;
    }

    /**
     * A direct upload in parts.
     *
     * @param id the upload id of the application
     */
    record Upload(String id, Content content) {

        private static final int MARK_LENGTH = 36;

        /** Identifies the upload, also as the owner of an image. */
        String mark() {
            return id.substring(0, MARK_LENGTH);
        }
    }
}
