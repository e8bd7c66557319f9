package dev.glint.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import java.util.TreeSet;

/** IAM policies. */
final class Policy {

    private Policy() {}

    /** Reads a policy file in {@code deploy/iam}. */
    static JsonNode read(String name) {
        return DeployFiles.json(DeployFiles.text("iam/" + name + ".json"));
    }

    /** The pairs of action and resource that a policy allows, as {@code action on resource}. */
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
