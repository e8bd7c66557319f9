package dev.glint.checker;

import dev.glint.testing.Fault;
import dev.glint.testing.FaultyExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Random faults on the way to S3 and to sources. Most affect one request. Some last for several requests of the same kind and id,
 * so that repetitions do not help. The fault of a request depends on the seed, the id, the operation and the count of such
 * requests, but not on what happens to other ids meanwhile.
 */
final class Chaos {

    private static final double RATE = 0.08;
    private static final double LASTING = 0.25;
    private static final int LONGEST = 8;

    private final long seed;
    private final Traffic traffic;
    private final Map<String, Spell> spells = new ConcurrentHashMap<>();
    private volatile boolean calm;

    Chaos(long seed, Traffic traffic) {
        this.seed = seed;
        this.traffic = traffic;
    }

    /** The faults of the requests through a proxy. */
    Fault fault() {
        return this::befall;
    }

    /** Lets all requests pass from now on. */
    void calm() {
        calm = true;
    }

    void forget(String id) {
        spells.keySet().removeIf(key -> key.startsWith(id + " "));
    }

    private void befall(FaultyExchange exchange) throws IOException, InterruptedException {
        String id = Traffic.id(exchange.target());
        Trouble trouble = calm ? Trouble.NONE : trouble(id, exchange);
        Traffic.Passage passage = traffic.begin(id, exchange, trouble);
        try {
            trouble.fault().befall(exchange);
        } finally {
            traffic.end(passage);
        }
    }

    private Trouble trouble(String id, FaultyExchange exchange) {
        String kind = id + " " + exchange.operation();
        List<Trouble> possible = Stream.of(Trouble.values())
                .filter(trouble -> trouble.canBefall(exchange))
                .collect(Collectors.toList());
        return spells.computeIfAbsent(kind, key -> new Spell(new Random(Objects.hash(seed, kind))))
                .next(possible);
    }

    /** The faults of one operation on one id. */
    private static final class Spell {

        private final Random random;
        private Trouble lasting = Trouble.NONE;
        private int left;

        Spell(Random random) {
            this.random = random;
        }

        synchronized Trouble next(List<Trouble> possible) {
            if (left > 0) {
                left--;
                return possible.contains(lasting) ? lasting : Trouble.NONE;
            }
            if (random.nextDouble() >= RATE) {
                return Trouble.NONE;
            }
            lasting = possible.size() == 1 ? Trouble.NONE : pick(possible);
            if (random.nextDouble() < LASTING) {
                left = random.nextInt(LONGEST);
            }
            return lasting;
        }

        private Trouble pick(List<Trouble> possible) {
            int place =
                    random.nextInt(possible.stream().mapToInt(Trouble::weight).sum());
            for (Trouble trouble : possible) {
                place -= trouble.weight();
                if (place < 0) {
                    return trouble;
                }
            }
            throw new AssertionError(possible);
        }
    }
}
