package dev.glint.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** Policies of IAM. */
final class Policy {

    private Policy() {}

    /** The policy of a file in {@code deploy/iam}. */
    static JsonNode read(String name) {
        return DeployFiles.json(DeployFiles.text("iam/" + name + ".json"));
    }

    /** What a policy allows: {@code action on resource} for each pair. */
    static Set<String> grants(JsonNode policy) {
        Set<String> grants = new TreeSet<>();
        for (JsonNode statement : policy.path("Statement")) {
            if (statement.path("Effect").asText().equals("Allow")) {
                statement
                        .path("Action")
                        .forEach(action -> grants.add(action.asText() + " on "
                                + statement.path("Resource").asText()));
            }
        }
        return grants;
    }
}
