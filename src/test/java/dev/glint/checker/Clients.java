package dev.glint.checker;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Concurrent clients, each with its own random numbers. */
final class Clients {

    static final int COUNT = 16;

    private final List<Thread> threads = new ArrayList<>();

    /** Starts the clients, which make calls while {@code goesOn} is true. */
    Clients(World world, Subjects subjects, Violations violations, long seed, BooleanSupplier goesOn) {
        for (int i = 0; i < COUNT; i++) {
            Client client = new Client(i, world, violations, seed);
            Operations operations = new Operations(client);
            Thread thread = new Thread(() -> run(client, operations, subjects, violations, goesOn), "client-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    private static void run(
            Client client, Operations operations, Subjects subjects, Violations violations, BooleanSupplier goesOn) {
        try {
            while (goesOn.getAsBoolean()) {
                Subject subject = subjects.begin(client.random());
                operations.run(subject);
                subjects.end(subject);
            }
        } catch (InterruptedException | RuntimeException | Error e) {
            violations.add("The checker itself failed: " + e + " at " + List.of(e.getStackTrace()));
        }
    }

    void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
