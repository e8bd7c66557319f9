package dev.glint.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The instructions of a Dockerfile, in stages that each begin with a {@code FROM}; before them there may be an {@code ARG}. */
record Dockerfile(List<Instruction> preamble, List<List<Instruction>> stages) {

    private static final Set<String> KNOWN =
            Set.of("ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "EXPOSE", "ENTRYPOINT");

    /** One instruction: its name, its flags, and the words after them. */
    record Instruction(String name, List<String> flags, List<String> words) {

        static Instruction parse(String line) {
            List<String> words = List.of(line.split(" +"));
            if (words.size() < 2 || !KNOWN.contains(words.get(0))) {
                throw new IllegalArgumentException("No known instruction: " + line);
            }
            List<String> flags = words.stream()
                    .skip(1)
                    .takeWhile(word -> word.startsWith("--"))
                    .toList();
            return new Instruction(
                    words.get(0), flags, words.stream().skip(1 + flags.size()).toList());
        }

        boolean is(String other) {
            return name.equals(other);
        }

        /** The words of the exec form, which needs no shell. */
        List<String> exec() {
            JsonNode array = DeployFiles.json(String.join(" ", words));
            return StreamSupport.stream(array.spliterator(), false)
                    .map(JsonNode::textValue)
                    .toList();
        }
    }

    static Dockerfile parse(String text) {
        List<Instruction> preamble = new ArrayList<>();
        List<List<Instruction>> stages = new ArrayList<>();
        text.replaceAll("\\\\\\n\\s*", " ")
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(Instruction::parse)
                .forEach(instruction -> {
                    if (instruction.is("FROM")) {
                        stages.add(new ArrayList<>());
                    }
                    (stages.isEmpty() ? preamble : stages.get(stages.size() - 1)).add(instruction);
                });
        if (stages.size() < 2 || !preamble.stream().allMatch(instruction -> instruction.is("ARG"))) {
            throw new IllegalArgumentException("A stage that builds and one that runs are needed");
        }
        return new Dockerfile(preamble, stages);
    }

    /** The stage that is the image. */
    List<Instruction> last() {
        return stages.get(stages.size() - 1);
    }

    Stream<Instruction> all(String name) {
        return stages.stream().flatMap(List::stream).filter(instruction -> instruction.is(name));
    }

    /** The words of the one instruction of this name in the last stage. */
    List<String> only(String name) {
        List<Instruction> found =
                last().stream().filter(instruction -> instruction.is(name)).toList();
        if (found.size() != 1) {
            throw new IllegalArgumentException("One " + name + " is needed in the last stage");
        }
        return name.equals("ENTRYPOINT") ? found.get(0).exec() : found.get(0).words();
    }

    /** What is copied from where the image is built. */
    List<String> contextPaths() {
        return all("COPY")
                .filter(copy -> copy.flags().isEmpty())
                .flatMap(copy -> copy.words().stream().limit(copy.words().size() - 1L))
                .toList();
    }

    /** What the last stage takes from the one that built it. */
    List<String> builtPaths() {
        return last().stream()
                .filter(instruction -> instruction.is("COPY"))
                .filter(copy -> copy.flags().contains("--from=build"))
                .flatMap(copy -> copy.words().stream().limit(copy.words().size() - 1L))
                .toList();
    }
}
