package dev.glint.access;

import io.quarkus.runtime.configuration.TrimmedStringConverter;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigValue;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Who may call what. {@link AccessRules} says what is legal. What a token must be is configured by {@code mp.jwt.verify}. */
@ConfigMapping(prefix = "glint.access")
interface AccessConfig {

    /** {@code true}: no start without rules. */
    @WithDefault("false")
    ConfigValue required();

    /** Roles or scopes, one of which a token must have; default: any valid token will do. */
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> add();

    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> getSize();

    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> getPresigned();

    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> delete();

    /** The name of the claim with whose value every id must begin that a token may name; default: any id. */
    ConfigValue prefixClaim();
}
