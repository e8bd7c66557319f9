package dev.glint.checker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** One run: clients make calls for some time while instances end and start; each id is checked when it has been used enough. */
final class Run {

    private static final int AUDITORS = 4;
    private static final long LONGEST_AUDIT_MINUTES = 20;
    /** The time between the ends of two instances. */
    private static final int LEAST_LIFE_MILLIS = 5_000;

    private static final int MOST_LIFE_MILLIS = 15_000;

    private final World world;
    private final Violations violations;
    private final long seed;
    private final BooleanSupplier goesOn;
    private final Residue residue;

    Run(World world, Violations violations, long seed, Duration duration) {
        this.world = world;
        this.violations = violations;
        this.seed = seed;
        this.residue = new Residue(duration);
        long end = System.nanoTime() + duration.toNanos();
        this.goesOn = () -> System.nanoTime() < end && !violations.areEnough();
    }

    void toTheEnd() throws InterruptedException {
        ExecutorService auditors = Executors.newFixedThreadPool(AUDITORS);
        Audit audit = new Audit(world, violations);
        Subjects subjects = new Subjects(seed, subject -> auditors.execute(() -> examine(audit, subject)));
        Clients clients = new Clients(world, subjects, violations, seed, goesOn);
        disturb();
        clients.join();
        subjects.endAll();
        auditors.shutdown();
        if (!auditors.awaitTermination(LONGEST_AUDIT_MINUTES, TimeUnit.MINUTES)) {
            violations.add("The checks do not end.");
        }
        System.out.println(audit.summary());
        world.chaos().calm();
        checkRest();
    }

    private void examine(Audit audit, Subject subject) {
        try {
            audit.examine(subject);
        } catch (RuntimeException | Error e) {
            violations.add("The checker itself failed: " + e + " at " + List.of(e.getStackTrace()));
        }
    }

    /** Ends and replaces instances, one after the other. */
    private void disturb() throws InterruptedException {
        Random random = new Random(seed);
        while (goesOn.getAsBoolean()) {
            Thread.sleep(random.nextInt(LEAST_LIFE_MILLIS, MOST_LIFE_MILLIS));
            if (goesOn.getAsBoolean()) {
                world.instances().replace(random, random.nextBoolean());
            }
        }
    }

    private void checkRest() throws InterruptedException {
        for (Instance instance : world.instances().running()) {
            addOnce(instance);
        }
        residue.check(world).forEach(violations::add);
        List<String> keys = world.plainS3().keys().stream()
                .filter(key -> !key.equals(World.SOURCE) && !key.equals(World.SOURCE_IN_PARTS) && !isMark(key))
                .toList();
        if (!keys.isEmpty()) {
            violations.add("Objects came after their ids had been checked: " + keys);
        }
        for (Instance instance : world.instances().all()) {
            if (!instance.errors().isEmpty()) {
                violations.add(instance + " logged errors:\n" + String.join("\n", instance.errors()));
            }
        }
    }

    /** Whether a key is an internal note of the application, which stays if the process is killed or S3 fails. */
    private boolean isMark(String key) {
        String mark = key.replace(".decision", "");
        return key.startsWith(".glint/")
                && world.instances().all().stream()
                        .anyMatch(instance -> instance.wasKilled()
                                || instance.application().log().stream().anyMatch(line -> line.contains(mark)));
    }

    /** Checks that an instance still works after the run. */
    private void addOnce(Instance instance) throws InterruptedException {
        String id = instance.toString().replace("instance ", "last-");
        ObjectNode fields = JsonNodeFactory.instance
                .objectNode()
                .put("imageId", id)
                .put("source", world.location(World.SOURCE_IN_PARTS));
        Told told = Http.call(instance, new Request("add", fields, Request.Form.PLAIN, id));
        if (told.outcome() != Told.Outcome.DONE || !told.fits(Image.of("", World.SOURCE_IN_PARTS_CONTENT.bytes()))) {
            violations.add(instance + " does not work any more: " + told);
        }
        world.plainS3().remove(id);
    }
}
