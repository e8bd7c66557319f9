package dev.glint.deploy;

import dev.glint.function.ImageFunction;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The classes of the application. */
final class MainClasses {

    private static final Path ROOT = root();

    private MainClasses() {}

    static List<Class<?>> all() {
        return files().stream()
                .map(file ->
                        ROOT.relativize(file).toString().replace(".class", "").replace('/', '.'))
                .<Class<?>>map(MainClasses::load)
                .toList();
    }

    /** The names of the methods of a type that are called anywhere in the application. */
    static Set<String> methodsCalledOn(Class<?> type) {
        return files().stream()
                .flatMap(file -> methodsCalledOn(type.getName().replace('.', '/'), file).stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Reads the constant pool (JVM specification, 4.4): which names and types go with a reference to the class. */
    private static Set<String> methodsCalledOn(String type, Path file) {
        Map<Integer, String> texts = new HashMap<>();
        Map<Integer, int[]> pairs = new HashMap<>();
        Set<int[]> methods = new HashSet<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.skipNBytes(8);
            int count = in.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = in.readUnsignedByte();
                switch (tag) {
                    case 1 -> texts.put(i, in.readUTF());
                    case 7, 8, 16, 19, 20 -> pairs.put(i, new int[] {in.readUnsignedShort()});
                    case 15 -> in.skipNBytes(3);
                    case 5, 6 -> {
                        in.skipNBytes(8);
                        i++;
                    }
                    case 3, 4 -> in.skipNBytes(4);
                    default -> pairs.put(i, new int[] {in.readUnsignedShort(), in.readUnsignedShort()});
                }
                if (tag == 10 || tag == 11) {
                    methods.add(pairs.get(i));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return methods.stream()
                .filter(method -> texts.get(pairs.get(method[0])[0]).equals(type))
                .map(method -> texts.get(pairs.get(method[1])[0]))
                .collect(Collectors.toSet());
    }

    private static List<Path> files() {
        try (Stream<Path> files = Files.walk(ROOT.resolve("dev/glint"))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ImageFunction.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path root() {
        try {
            return Path.of(ImageFunction.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
