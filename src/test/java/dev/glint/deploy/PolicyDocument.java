package dev.glint.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A policy of IAM or of a bucket, in the part of their grammar that is needed here. */
record PolicyDocument(
        @JsonProperty(value = "Version", required = true) String version,
        @JsonProperty(value = "Statement", required = true) List<Statement> statements) {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .build();

    PolicyDocument {
        check(version.equals("2012-10-17"), "Version");
        check(!statements.isEmpty(), "Statement");
    }

    static PolicyDocument read(JsonNode document) {
        try {
            return MAPPER.treeToValue(document, PolicyDocument.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e.getOriginalMessage(), e);
        }
    }

    /** All that is allowed, as pairs of action and resource. */
    Set<String> grants() {
        return statements.stream()
                .filter(statement -> statement.effect() == Effect.Allow)
                .flatMap(statement -> statement.actions().stream()
                        .flatMap(action -> statement.resources().stream().map(resource -> action + " on " + resource)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a request is denied, whoever makes it. */
    boolean denies(String action, Map<String, String> context) {
        return statements.stream()
                .filter(statement -> statement.effect() == Effect.Deny)
                .filter(statement -> statement.actions().contains(action)
                        || statement.actions().contains("s3:*"))
                .anyMatch(statement -> statement.conditions().entrySet().stream()
                        .allMatch(condition -> condition.getKey().holds(condition.getValue(), context)));
    }

    private static void check(boolean right, String element) {
        if (!right) {
            throw new IllegalArgumentException("The element " + element + " is wrong");
        }
    }

    /** The words of the grammar are these. */
    enum Effect {
        Allow,
        Deny
    }

    /** The operators that are needed here; each compares a key of the request with {@code true} or {@code false}. */
    enum Operator {
        Bool,
        Null;

        boolean holds(Map<String, String> values, Map<String, String> context) {
            return values.entrySet().stream().allMatch(value -> {
                String actual = context.get(value.getKey());
                return this == Bool
                        ? value.getValue().equals(actual)
                        : value.getValue().equals(String.valueOf(actual == null));
            });
        }
    }

    record Statement(
            @JsonProperty("Sid") String sid,
            @JsonProperty(value = "Effect", required = true) Effect effect,
            @JsonProperty("Principal") String principal,
            @JsonProperty(value = "Action", required = true) List<String> actions,

            @JsonProperty(value = "Resource", required = true)
            List<String> resources,

            @JsonProperty("Condition") Map<Operator, Map<String, String>> conditions) {

        private static final Set<String> KEYS =
                Set.of("aws:SecureTransport", "s3:if-none-match", "s3:ObjectCreationOperation");

        Statement {
            conditions = conditions == null ? Map.of() : conditions;
            check(sid == null || sid.matches("[A-Za-z0-9]+"), "Sid");
            check(principal == null || principal.equals("*"), "Principal");
            // Nothing is given away by a wildcard, and nothing to everybody.
            check(
                    effect == Effect.Deny && actions.equals(List.of("s3:*"))
                            || S3Actions.KNOWN.containsAll(actions)
                                    && Set.copyOf(actions).size() == actions.size(),
                    "Action");
            check((effect == Effect.Deny) == (principal != null), "Principal");
            check(resources.stream().allMatch(arn -> arn.matches("arn:aws:s3:::[A-Za-z0-9.-]+(/\\*)?")), "Resource");
            check(
                    conditions.values().stream()
                            .flatMap(values -> values.entrySet().stream())
                            .allMatch(value -> KEYS.contains(value.getKey())
                                    && value.getValue().matches("true|false")),
                    "Condition");
        }
    }
}
