package dev.glint.image;

import org.jboss.logging.Logger;

/**
 * Ends the process when it has run out of memory: its state cannot be trusted any more, and its supervisor starts a new
 * one. {@code -XX:+ExitOnOutOfMemoryError} does so earlier; this is for processes that run without it, and for threads
 * that could not be created, which it does not notice.
 */
public final class OutOfMemory {

    /** The status with which {@code -XX:+ExitOnOutOfMemoryError} ends a process. */
    private static final int STATUS = 3;

    private static final Logger LOG = Logger.getLogger(OutOfMemory.class);

    private OutOfMemory() {}

    /** From now on the process ends when any thread dies for lack of memory. Other causes of death are logged. */
    public static void exitIfAnyThreadDiesOfIt() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            exitIfCauseOf(thrown);
            LOG.errorf(thrown, "The thread %s has died.", thread.getName());
        });
    }

    /** Ends the process, without a shutdown for which there may be no memory either, if this is why something failed. */
    public static void exitIfCauseOf(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                try {
                    LOG.fatal("The process ends, since it is out of memory; give it more.", cause);
                } finally {
                    Runtime.getRuntime().halt(STATUS);
                }
            }
        }
    }
}
