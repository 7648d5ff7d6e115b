package io.authrealm.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

/**
 * The admin API's view of a stored password, which leaves out the hash.
 *
 * @param costs m, t and p of Argon2; else only the number of iterations
 */
record Credential(
        String id, String type, String algorithm, String costs, long createdDate, String label) {

    /** The costs of a new password in a realm that sets nothing else. */
    static final String COSTS = "m=19456,t=2,p=1";

    static Credential of(JsonNode json) {
        JsonNode data;
        try {
            data = Answer.JSON.readTree(json.path("credentialData").asText());
        } catch (JsonProcessingException e) {
            throw new AssertionError("no credential data in " + json, e);
        }
        String algorithm = data.path("algorithm").asText();
        String iterations = data.path("hashIterations").asText();
        return new Credential(
                json.path("id").asText(),
                json.path("type").asText(),
                algorithm,
                algorithm.equals("argon2")
                        ? "m=%s,t=%s,p=%s"
                                .formatted(
                                        data.at("/additionalParameters/memory/0").asText(),
                                        iterations,
                                        data.at("/additionalParameters/parallelism/0").asText())
                        : iterations,
                json.path("createdDate").asLong(),
                json.path("userLabel").asText(null));
    }

    /** The same password after it was hashed anew. */
    Credential upgradedTo(String newAlgorithm, String newCosts) {
        return new Credential(id, type, newAlgorithm, newCosts, createdDate, label);
    }
}
