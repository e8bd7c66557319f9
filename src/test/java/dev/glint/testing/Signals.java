package dev.glint.testing;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Sends signals to processes. A shell that runs already sends the signals: on a busy machine the start of another process
 * can take so long that what was to be stopped has gone on meanwhile.
 */
public final class Signals implements AutoCloseable {

    private static final Path PROCESSES = Path.of("/proc");

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

    /** Stops a process. A thread that runs takes the signal for all of them, so it can take a while until each has stopped. */
    public void stop(Process process) {
        send("STOP", process);
        Await.until(() -> isStopped(process.pid()), "a process that was stopped goes on");
    }

    public void resume(Process process) {
        send("CONT", process);
    }

    /** Only Linux tells this here. */
    private static boolean isStopped(long pid) {
        if (Files.notExists(PROCESSES)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(PROCESSES.resolve(pid + "/task"))) {
            return threads.allMatch(Signals::hasStopped);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The state stands after the name of the thread, which is in parentheses. */
    private static boolean hasStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (NoSuchFileException ended) {
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
