package dev.glint.transfer;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Threads that wait in order, each woken by itself. Guarded by a lock, which a thread that calls this holds. */
final class Turns {

    private final ReentrantLock lock;
    private final Deque<Condition> queue = new ArrayDeque<>();

    Turns(ReentrantLock lock) {
        this.lock = lock;
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    /** Takes a place at the end, or before all others. */
    Condition enter(boolean atOnce) {
        Condition turn = lock.newCondition();
        if (atOnce) {
            queue.addFirst(turn);
        } else {
            queue.addLast(turn);
        }
        return turn;
    }

    boolean isFirst(Condition turn) {
        return queue.peek() == turn;
    }

    void leave(Condition turn) {
        queue.remove(turn);
        wakeFirst();
    }

    void wakeFirst() {
        if (!queue.isEmpty()) {
            queue.peek().signal();
        }
    }

    /** Wakes one of them; for threads without the lock. */
    void wake(Condition turn) {
        lock.lock();
        try {
            turn.signal();
        } finally {
            lock.unlock();
        }
    }
}
