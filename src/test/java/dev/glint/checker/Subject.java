package dev.glint.checker;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** An id that clients use for a while, until it is checked. */
final class Subject {

    private final History history;
    private final int turns;
    private final List<Upload> uploads = new CopyOnWriteArrayList<>();
    private int begun;
    private int ended;

    /** {@code turns}: how many things clients do with it. */
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

    /** The direct uploads in parts that were handed out. */
    List<Upload> uploads() {
        return uploads;
    }

    /** Whether a client may do one thing more. */
    synchronized boolean begin() {
        if (begun == turns) {
            return false;
        }
        begun++;
        return true;
    }

    /** Ends what was begun; whether that was the last thing of all. */
    synchronized boolean end() {
        ended++;
        return ended == turns;
    }

    /**
     * A direct upload in parts.
     *
     * @param id as the application names it
     */
    record Upload(String id, Content content) {

        private static final int MARK_LENGTH = 36;

        /** What tells it from any other, also as the owner of an image. */
        String mark() {
            return id.substring(0, MARK_LENGTH);
        }
    }
}
