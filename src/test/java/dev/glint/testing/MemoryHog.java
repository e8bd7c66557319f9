package dev.glint.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** A Java agent that takes all memory once a file exists. */
public final class MemoryHog {

    private static final List<Object> HELD = new ArrayList<>(1 << 20);

    private MemoryHog() {}

    /** The entry point of the agent; {@code signal} is the file. */
    public static void premain(String signal) {
        Thread thread = new Thread(() -> waitAndTake(Path.of(signal)), "memory hog");
        thread.setDaemon(true);
        thread.start();
    }

    private static void waitAndTake(Path signal) {
        while (!Files.exists(signal)) {
            LockSupport.parkNanos(10_000_000);
        }
        for (int size = 1 << 20; size > 0; size /= 2) {
            take(size);
        }
    }

    private static void take(int size) {
        try {
            while (true) {
                HELD.add(new byte[size]);
            }
        } catch (OutOfMemoryError full) {
            // There is no memory for another array of this size.
        }
    }

    /** Writes the jar of the agent, and returns the JVM option for it. */
    public static String option(Path archive, Path signal) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", MemoryHog.class.getName());
        String entry = MemoryHog.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(archive);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            jar.putNextEntry(new JarEntry(entry));
            try (var in = MemoryHog.class.getClassLoader().getResourceAsStream(entry)) {
                in.transferTo(jar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return "-javaagent:" + archive + "=" + signal;
    }
}
