package io.authrealm.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Flows that ask for codes by mail and text message. */
final class CodeFlows {

    /** A browser flow that asks a user for one of the factors that the user has. */
    private static final String BROWSER = "codes";

    /** A flow of the password grant that asks for a code by mail. */
    private static final String GRANT = "codes grant";

    private static final String FLOWS =
            """
            [
              {"alias": "codes", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "auth-cookie", "requirement": "ALTERNATIVE", "priority": 10},
                 {"flowAlias": "codes forms", "authenticatorFlow": true,
                  "requirement": "ALTERNATIVE", "priority": 20}]},
              {"alias": "codes forms", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "auth-username-password-form",
                  "requirement": "REQUIRED", "priority": 10},
                 {"flowAlias": "codes second", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 20}]},
              {"alias": "codes second", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-user-configured",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "auth-otp-form",
                  "requirement": "ALTERNATIVE", "priority": 20},
                 {"authenticator": "authrealm-mail-code",
                  "requirement": "ALTERNATIVE", "priority": 30},
                 {"authenticator": "authrealm-text-code",
                  "requirement": "ALTERNATIVE", "priority": 40}]},
              {"alias": "codes grant", "providerId": "basic-flow", "topLevel": true,
               "authenticationExecutions": [
                 {"authenticator": "direct-grant-validate-username",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "direct-grant-validate-password",
                  "requirement": "REQUIRED", "priority": 20},
                 {"flowAlias": "codes grant second", "authenticatorFlow": true,
                  "requirement": "CONDITIONAL", "priority": 30}]},
              {"alias": "codes grant second", "providerId": "basic-flow", "topLevel": false,
               "authenticationExecutions": [
                 {"authenticator": "conditional-user-configured",
                  "requirement": "REQUIRED", "priority": 10},
                 {"authenticator": "authrealm-mail-code",
                  "requirement": "REQUIRED", "priority": 20}]}
            ]
            """;

    private CodeFlows() {}

    /** Before the creation of a realm: gives it these flows, for pages and the password grant. */
    static void addTo(ObjectNode realm) {
        try {
            for (JsonNode flow : Answer.JSON.readTree(FLOWS)) {
                realm.withArray("authenticationFlows").add(flow);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
        realm.put("browserFlow", BROWSER).put("directGrantFlow", GRANT);
    }
}
