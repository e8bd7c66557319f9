package dev.glint.config;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.runtime.configuration.DurationConverter;
import io.quarkus.runtime.configuration.MemorySizeConverter;
import io.smallrye.config.ConfigValue;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * One value of the configuration, to be parsed. A wrong value stops the start with one sentence, which names the key and what
 * is allowed, and never repeats the value: a secret can stand under the wrong key.
 *
 * @param text the value as it was configured; empty if there is none, or an empty one
 */
public record Setting(String key, Optional<String> text) {

    private static final MemorySizeConverter SIZES = new MemorySizeConverter();

    public Setting(ConfigValue value) {
        this(value.getName(), Optional.ofNullable(value.getValue()).filter(text -> !text.isEmpty()));
    }

    /** The elements of a list. */
    public static Stream<Setting> list(String key, List<String> texts) {
        return texts.stream().map(text -> new Setting(key, Optional.of(text)));
    }

    /** This, if there is a value. */
    public Optional<Setting> ifSet() {
        return text.map(given -> this);
    }

    /** This; without a value it stops the start. */
    public Setting required() {
        return ifSet().orElseThrow(() -> new ConfigurationException(key + " is required."));
    }

    /** Bytes, written as {@code 8M}. */
    public long bytes(String least, String most) {
        Function<String, BigInteger> parser = size -> SIZES.convert(size).asBigInteger();
        return between(parser, "a size", least, most).longValueExact();
    }

    /** A time, written as {@code PT30S}, {@code 30s} or {@code 30}. */
    public Duration time(String least, String most) {
        return between(DurationConverter::parseDuration, "a time", least, most);
    }

    public int number(String least, String most) {
        return between(BigInteger::new, "a whole number", least, most).intValueExact();
    }

    public boolean isTrue() {
        return parsed(Setting::truth, "true or false");
    }

    public Path path() {
        return parsed(given -> attempt(Path::of, given), "a path");
    }

    /** The text, if it is right. */
    public String matching(Predicate<String> rule, String allowed) {
        return parsed(given -> Optional.of(given).filter(rule), allowed);
    }

    /**
     * What a parser makes of the text.
     *
     * @param allowed what the value must be, for the sentence if the parser finds nothing
     */
    public <T> T parsed(Function<String, Optional<T>> parser, String allowed) {
        return text.flatMap(parser).orElseThrow(() -> mustBe(allowed));
    }

    /** Checks what the parser could not: values that depend on others. */
    public void check(boolean right, String allowed) {
        if (!right) {
            throw mustBe(allowed);
        }
    }

    private ConfigurationException mustBe(String allowed) {
        return new ConfigurationException(key + " must be " + allowed + ".");
    }

    private <T extends Comparable<T>> T between(Function<String, T> parser, String kind, String least, String most) {
        return parsed(
                given -> attempt(parser, given.strip())
                        .filter(value -> value.compareTo(parser.apply(least)) >= 0)
                        .filter(value -> value.compareTo(parser.apply(most)) <= 0),
                kind + " from " + least + " to " + most);
    }

    private static <T> Optional<T> attempt(Function<String, T> parser, String text) {
        try {
            return Optional.of(text).filter(given -> !given.isEmpty()).map(parser);
        } catch (IllegalArgumentException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static Optional<Boolean> truth(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** Without the value, which can be a secret. */
    @Override
    public String toString() {
        return key;
    }
}
