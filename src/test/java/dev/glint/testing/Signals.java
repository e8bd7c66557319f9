package dev.glint.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Stops processes, and lets them go on. A shell that runs already sends the signals: on a busy machine the start of another process
 * can take so long that what was to be stopped has gone on meanwhile.
 */
public final class Signals implements AutoCloseable {

    private final Process shell;
    private final BufferedWriter commands;
    private final BufferedReader answers;

    public Signals() {
        try {
            shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        commands = shell.outputWriter();
        answers = shell.inputReader();
    }

    /** Sends a signal such as {@code STOP}; returns when it is sent. */
    public synchronized void send(String signal, Process process) {
        try {
            commands.write("kill -%s %d; echo $?%n".formatted(signal, process.pid()));
            commands.flush();
            String answer = answers.readLine();
            if (!"0".equals(answer)) {
                throw new IllegalStateException("kill: " + answer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
