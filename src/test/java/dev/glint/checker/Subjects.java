package dev.glint.checker;

import java.util.Random;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/** The ids that clients share. An id that has been used enough is checked, and replaced by a new one. */
final class Subjects {

    private static final int AT_ONCE = 10;
    private static final int LEAST_TURNS = 8;
    private static final int MOST_TURNS = 28;

    private final AtomicReferenceArray<Subject> current = new AtomicReferenceArray<>(AT_ONCE);
    private final Consumer<Subject> check;
    private final Random random;
    private int count;

    Subjects(long seed, Consumer<Subject> check) {
        this.random = new Random(seed);
        this.check = check;
        for (int i = 0; i < AT_ONCE; i++) {
            current.set(i, next());
        }
    }

    private Subject next() {
        return new Subject("image-" + count++, random.nextInt(LEAST_TURNS, MOST_TURNS));
    }

    /** An id for one turn of a client. */
    Subject begin(Random choice) {
        int place = choice.nextInt(AT_ONCE);
        while (true) {
            Subject subject = current.get(place);
            if (subject.begin()) {
                return subject;
            }
            replace(place, subject);
        }
    }

    private synchronized void replace(int place, Subject old) {
        if (current.get(place) == old) {
            current.set(place, next());
        }
    }

    /** Ends a turn. */
    void end(Subject subject) {
        if (subject.end()) {
            check.accept(subject);
        }
    }

    /** Checks all remaining ids, once no client uses them any more. */
    void endAll() {
        for (int i = 0; i < AT_ONCE; i++) {
            Subject subject = current.get(i);
            while (subject.begin()) {
                end(subject);
            }
        }
    }
}
