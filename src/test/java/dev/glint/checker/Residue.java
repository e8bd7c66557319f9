package dev.glint.checker;

import dev.glint.testing.Await;
import dev.glint.testing.PackagedApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What instances hold when all calls have ended. Idle threads and connections stay for a minute or two; after a short run the
 * checker does not wait for them to end, and more of them are no fault.
 */
final class Residue {

    private static final Duration LONG_RUN = Duration.ofMinutes(10);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_AFTER_LONG_RUN = Duration.ofMinutes(4);

    /** The number of idle threads, and of idle connections, that each client may leave. */
    private static final int IDLE_PER_CLIENT = 12;
    /** The number of threads more than at the start that are never a fault: an instance starts them when they are first needed. */
    private static final int MORE_THREADS = 16;

    private final boolean afterLongRun;

    /** What an instance holds: parts in flight, bytes of images in memory, and threads. */
    record Held(double parts, double memory, double threads) {

        static Held by(Instance instance) {
            return new Held(
                    instance.metric("glint_parts_in_flight"),
                    instance.metric("glint_memory_bytes"),
                    instance.metric("jvm_threads_live_threads"));
        }
    }

    Residue(Duration run) {
        this.afterLongRun = run.compareTo(LONG_RUN) >= 0;
    }

    /** The problems at the end of a run, after some time for them to go away. */
    List<String> check(World world) {
        Duration patience = afterLongRun ? PATIENCE_AFTER_LONG_RUN : PATIENCE;
        Await.within(patience, () -> problems(world).isEmpty());
        List<String> problems = problems(world);
        if (!problems.isEmpty()) {
            world.instances().running().forEach(instance -> problems.add(threadDump(instance)));
        }
        return problems;
    }

    private List<String> problems(World world) {
        List<String> problems = new ArrayList<>();
        for (Instance instance : world.instances().running()) {
            problem(Held.by(instance), instance.heldAtStart(), afterLongRun)
                    .ifPresent(problem -> problems.add(instance + " " + problem));
        }
        int most = afterLongRun ? 2 * Clients.COUNT : IDLE_PER_CLIENT * Clients.COUNT;
        if (world.connections() > most) {
            problems.add("There are " + world.connections() + " connections to S3 and the source, more than " + most);
        }
        return problems;
    }

    /** The problem with what an instance holds; empty if there is none. */
    static Optional<String> problem(Held now, Held atStart, boolean afterLongRun) {
        double most = atStart.threads + MORE_THREADS + (afterLongRun ? 0 : IDLE_PER_CLIENT * Clients.COUNT);
        if (now.parts != 0) {
            return Optional.of("still has parts in flight: " + now.parts);
        }
        if (now.memory != 0) {
            return Optional.of("still has bytes of images in memory: " + now.memory);
        }
        return now.threads > most
                ? Optional.of("has " + now.threads + " threads, more than " + most)
                : Optional.empty();
    }

    private static String threadDump(Instance instance) {
        if (PackagedApplication.isNative()) {
            return "";
        }
        try {
            Process dump = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            "" + instance.application().process().pid(),
                            "Thread.print")
                    .redirectErrorStream(true)
                    .start();
            return new String(dump.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no thread dump: " + e;
        }
    }
}
