package dev.glint.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** The running and the former instances of the application. */
final class Instances implements AutoCloseable {

    private static final int COUNT = 2;
    /** A heap so small that a memory leak shows soon. */
    private static final String[] OPTIONS = {"-Xmx128m", "-XX:+UseSerialGC"};

    private final Map<String, String> configuration;
    private final List<Instance> running = new CopyOnWriteArrayList<>();
    private final List<Instance> all = new CopyOnWriteArrayList<>();

    Instances(Map<String, String> configuration) {
        this.configuration = configuration;
        for (int i = 0; i < COUNT; i++) {
            start();
        }
    }

    private void start() {
        Instance instance = new Instance("instance " + (all.size() + 1), configuration, OPTIONS);
        all.add(instance);
        running.add(instance);
    }

    Instance pick(Random random) {
        List<Instance> now = List.copyOf(running);
        return now.get(random.nextInt(now.size()));
    }

    List<Instance> running() {
        return List.copyOf(running);
    }

    List<Instance> all() {
        return List.copyOf(all);
    }

    /** Stops or kills one instance, and starts another in its place. */
    void replace(Random random, boolean orderly) throws InterruptedException {
        Instance victim = pick(random);
        running.remove(victim);
        if (orderly) {
            victim.stop();
        } else {
            victim.kill();
        }
        start();
    }

    /** The lines of all logs that name an id. */
    List<String> lines(String id) {
        List<String> lines = new ArrayList<>();
        all.forEach(instance -> instance.lines(id).forEach(line -> lines.add(instance + ": " + line)));
        return lines;
    }

    @Override
    public void close() {
        all.forEach(instance -> instance.application().process().destroyForcibly());
    }
}
