package dev.glint.checker;

import static dev.glint.checker.Image.NONE;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Looks for an order of the calls of one id that makes every answer true; each call acts between its begin and its end. It follows
 * the history and keeps all possible states: the image, and the phase of each open call. If no state is left, the history
 * contradicts itself. (Lowe's just-in-time linearizability algorithm.)
 */
final class Linearization {

    private final List<MadeCall> calls;
    private final Map<Integer, Behaviour> open = new HashMap<>();
    private Set<Possibility> possibilities = Set.of(new Possibility(NONE, Map.of()));

    private record Possibility(Image image, Map<Integer, Integer> phases) {

        Possibility with(int call, int phase, Image changed) {
            Map<Integer, Integer> with = new HashMap<>(phases);
            with.put(call, phase);
            return new Possibility(changed, with);
        }

        Possibility without(int call) {
            Map<Integer, Integer> without = new HashMap<>(phases);
            without.remove(call);
            return new Possibility(image, without);
        }
    }

    /** A call that begins or ends. */
    private record Event(long when, int call, boolean begins) {}

    private Linearization(List<MadeCall> calls) {
        this.calls = calls;
    }

    /**
     * The reason why there is no such order; empty if there is one.
     *
     * @param found what S3 has after all calls; its owner is ignored
     */
    static Optional<String> contradiction(List<MadeCall> calls, Image found) {
        return new Linearization(calls).follow(found);
    }

    private Optional<String> follow(Image found) {
        for (Event event : events()) {
            MadeCall call = calls.get(event.call);
            if (event.begins) {
                Behaviour behaviour = Behaviour.of(call);
                open.put(event.call, behaviour);
                possibilities = possibilities.stream()
                        .map(possibility -> possibility.with(event.call, 0, possibility.image))
                        .collect(Collectors.toSet());
            } else {
                Behaviour behaviour = open.get(event.call);
                String before = images();
                keep(possibility -> behaviour.mayEnd(possibility.phases.get(event.call), possibility.image));
                possibilities = possibilities.stream()
                        .map(possibility -> possibility.without(event.call))
                        .collect(Collectors.toSet());
                open.remove(event.call);
                if (possibilities.isEmpty()) {
                    return Optional.of(
                            "No order of the calls explains this answer; before it there was " + before + ".\n" + call);
                }
            }
        }
        String before = images();
        keep(possibility -> possibility.image.hasBytesOf(found));
        return possibilities.isEmpty()
                ? Optional.of("S3 has " + describe(found) + ", but what clients were told leaves only " + before + ".")
                : Optional.empty();
    }

    private List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            events.add(new Event(calls.get(i).begin(), i, true));
            if (calls.get(i).end() != MadeCall.OPEN) {
                events.add(new Event(calls.get(i).end(), i, false));
            }
        }
        events.sort(Comparator.comparingLong(Event::when));
        return events;
    }

    /** Applies all steps of the open calls, and keeps the states that are consistent. */
    private void keep(Predicate<Possibility> fits) {
        Set<Possibility> all = new HashSet<>(possibilities);
        Deque<Possibility> todo = new ArrayDeque<>(possibilities);
        while (!todo.isEmpty()) {
            Possibility one = todo.pop();
            open.forEach((call, behaviour) -> behaviour
                    .steps(one.phases.get(call), one.image)
                    .map(step -> one.with(call, step.phase(), step.image()))
                    .filter(all::add)
                    .forEach(todo::push));
        }
        possibilities = all.stream().filter(fits).collect(Collectors.toSet());
    }

    private String images() {
        return possibilities.stream()
                .map(possibility -> describe(possibility.image))
                .distinct()
                .collect(Collectors.joining(" or "));
    }

    private static String describe(Image image) {
        return image.exists() ? "an image of %d bytes (%s)".formatted(image.size(), image.checksum()) : "no image";
    }
}
