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

    /** {@code true}: the application does not start without rules. */
    @WithDefault("false")
    ConfigValue required();

    /** A token must have one of these roles or scopes; default: each valid token may call the function. */
    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> add();

    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> getSize();

    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> getPresigned();

    Optional<List<@WithConverter(TrimmedStringConverter.class) String>> delete();

    /** The name of a claim: a token may only name ids that begin with its value; default: any id. */
    ConfigValue prefixClaim();
}
