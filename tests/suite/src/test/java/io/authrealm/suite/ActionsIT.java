package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Required actions without a page, with the challenge of the sign-in as the credential. */
class ActionsIT {

    private static final String NEW = "a-new-horse-battery";

    private static final String OTHER = "another-horse-battery";

    /** All that have a route, with members that are well-formed. */
    private static final Map<String, Object[]> ROUTES = new LinkedHashMap<>();

    static {
        ROUTES.put("verify_email", new Object[] {"code", "123456"});
        ROUTES.put("update_password", new Object[] {"new_password", NEW});
        ROUTES.put("update_profile", new Object[] {"display_name", "Anna"});
        ROUTES.put("terms", new Object[] {"accept", true});
        ROUTES.put("update_email", new Object[] {"email", "somebody@example.test"});
    }

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(mailbox::serve).withUserNames();

    /** Another tenant. */
    @RegisterExtension static final TestRealm elsewhere = TestRealm.fresh();

    private static Api admin;

    @BeforeAll
    static void switchActionsOn() {
        admin = realm.as(realm.admin("manage-users"));
        for (String action : List.of("TERMS_AND_CONDITIONS", "UPDATE_EMAIL")) {
            String path = "/authentication/required-actions/" + action;
            ObjectNode stored = (ObjectNode) realm.get(path);
            realm.admin().put(realm.path(path), stored.put("enabled", true));
        }
    }

    private static TestUser userWith(String... actions) {
        return realm.user(
                user -> {
                    user.put("emailVerified", false);
                    ArrayNode required = user.putArray("requiredActions");
                    List.of(actions).forEach(required::add);
                });
    }

    private static String challenge(TestUser user, String... actions) {
        return assertWaits(realm.api().login(user.email(), user.password()), actions);
    }

    /** Asserts what is left to do; versions of Keycloak differ in its order. */
    private static String assertWaits(Answer answer, String... actions) {
        answer.assertError(403, "auth.action_required");
        assertThat(answer.json().at("/error/metadata/required_actions"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder(actions);
        return answer.text("error.metadata.challenge_id");
    }

    private static JsonNode stored(TestUser user) {
        return realm.get("/users/" + user.id());
    }

    private static void assertNothingLeft(TestUser user) {
        assertThat(stored(user).path("requiredActions")).isEmpty();
    }

    private static void assertExpired(Answer answer) {
        answer.assertError(401, "auth.mfa_challenge_expired");
    }

    private static String codeTo(String address, Answer started) {
        started.assertStatus(202);
        assertThat(started.text("message")).isNotBlank();
        assertThat(started.text("destination"))
                .isEqualTo(address.charAt(0) + "***" + address.substring(address.indexOf('@')));
        assertThat(started.json()).hasSize(2);
        return mailbox.await(address, 1).code();
    }

    // What is missing

    @PrivateApi
    @Test
    void eachActionIsNamedWithItsRouteAndMembers() {
        TestUser user =
                userWith(
                        "VERIFY_EMAIL",
                        "UPDATE_PASSWORD",
                        "UPDATE_PROFILE",
                        "TERMS_AND_CONDITIONS",
                        "CONFIGURE_RECOVERY_AUTHN_CODES");
        Map<String, JsonNode> actions = actions(user);
        assertThat(actions.keySet())
                .containsExactlyInAnyOrder(
                        "verify_email",
                        "update_password",
                        "update_profile",
                        "terms",
                        "make_recovery_codes");
        // Another address makes the proof of this one needless.
        actions.putAll(actions(userWith("UPDATE_EMAIL")));
        ROUTES.keySet()
                .forEach(
                        name ->
                                assertThat(actions.get(name).path("endpoint").asText())
                                        .isEqualTo("/v1/auth/actions/" + name));
        assertThat(fields(actions, "verify_email")).containsExactly("code");
        assertThat(fields(actions, "update_password")).containsExactly("new_password");
        assertThat(fields(actions, "terms")).containsExactly("accept");
        assertThat(fields(actions, "update_email")).containsExactly("email", "code");
        assertThat(fields(actions, "update_profile"))
                .contains("display_name", "first_name", "avatar_url", "locale")
                .doesNotContain("email", "username", "phone_number", "mfa_required", "metadata");
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    private static Map<String, JsonNode> actions(TestUser user) {
        Answer answer =
                realm.api()
                        .login(user.email(), user.password())
                        .assertError(403, "auth.action_required");
        Map<String, JsonNode> actions = new LinkedHashMap<>();
        for (JsonNode action : answer.json().at("/error/metadata/actions")) {
            actions.put(action.path("action").asText(), action);
        }
        assertThat(answer.json().at("/error/metadata/required_actions")).hasSize(actions.size());
        return actions;
    }

    private static List<String> fields(Map<String, JsonNode> actions, String name) {
        return TestRealm.list(actions.get(name).path("fields")).stream()
                .map(JsonNode::asText)
                .toList();
    }

    @PrivateApi
    @Test
    void afterTheLastActionThereAreTokens() {
        TestUser user =
                userWith(
                        "TERMS_AND_CONDITIONS",
                        "UPDATE_PASSWORD",
                        "UPDATE_PROFILE",
                        "VERIFY_EMAIL");
        String challenge =
                challenge(
                        user,
                        "TERMS_AND_CONDITIONS",
                        "UPDATE_PASSWORD",
                        "UPDATE_PROFILE",
                        "VERIFY_EMAIL");
        String code = codeTo(user.email(), realm.api().action("verify_email", challenge));
        // In any order.
        String next =
                assertWaits(
                        realm.api().action("verify_email", challenge, "code", ' ' + code + ' '),
                        "TERMS_AND_CONDITIONS",
                        "UPDATE_PASSWORD",
                        "UPDATE_PROFILE");
        assertThat(next).isEqualTo(challenge);
        assertWaits(
                realm.api().action("terms", challenge, "accept", true),
                "UPDATE_PASSWORD",
                "UPDATE_PROFILE");
        assertWaits(
                realm.api().action("update_password", challenge, "new_password", NEW),
                "UPDATE_PROFILE");
        assertThat(realm.sessionIds(user)).isEmpty();
        Tokens tokens =
                realm.api()
                        .action(
                                "update_profile",
                                challenge,
                                "display_name",
                                "Anna Larsen",
                                "first_name",
                                "Anna",
                                "mfa_required",
                                "true")
                        .assertTokens();
        JsonNode me = realm.api().bearer(tokens).get("/v1/me").assertStatus(200).json();
        assertThat(me.path("display_name").asText()).isEqualTo("Anna Larsen");
        assertThat(me.path("email_verified_at").isNull()).isFalse();
        JsonNode stored = stored(user);
        assertNothingLeft(user);
        assertThat(stored.path("firstName").asText()).isEqualTo("Anna");
        assertThat(stored.at("/attributes/terms_and_conditions/0").asText()).isNotBlank();
        assertThat(stored.path("attributes").has("mfaRequired")).isFalse();
        assertThat(realm.sessionIds(user)).hasSize(1);
        realm.api().refresh(tokens.refresh()).assertTokens();
        assertExpired(realm.api().action("update_profile", challenge, "first_name", "Eva"));
        realm.api().login(user.email(), NEW).assertTokens();
    }

    @Test
    void actionsFollowTheSecondFactorAndTheLink() {
        String secret = Totp.newSecret();
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, secret);
                            u.putArray("requiredActions").add("UPDATE_PASSWORD");
                        });
        String factor = realm.api().login(user.email(), user.password()).assertChallenge();
        assertExpired(realm.api().action("update_password", factor, "new_password", NEW));
        String challenge =
                realm.api()
                        .mfa(factor, Totp.codeNow(secret))
                        .assertActionRequired("UPDATE_PASSWORD");
        assertExpired(realm.api().mfa(challenge, Totp.wrongCode(secret)));
        realm.api().action("update_password", challenge, "new_password", NEW).assertTokens();

        TestUser byLink = realm.user(u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        String afterLink =
                realm.api()
                        .consumeMagicLink(mailbox.magicLink(realm, byLink))
                        .assertActionRequired("UPDATE_PASSWORD");
        realm.api().action("update_password", afterLink, "new_password", NEW).assertTokens();
        realm.api().login(byLink.email(), NEW).assertTokens();
    }

    @PrivateApi
    @Test
    void signUpWaitsForItsActions() {
        realm.updateRealm(r -> r.put("verifyEmail", true));
        try {
            String email = TestRealm.newEmail();
            Answer created = realm.api().signUp(email, TestRealm.PASSWORD).assertStatus(201);
            assertThat(created.json().has("access_token")).isFalse();
            assertThat(created.json().path("required_actions"))
                    .isEqualTo(Answer.JSON.valueToTree(List.of("VERIFY_EMAIL")));
            assertThat(created.text("actions.0.endpoint"))
                    .isEqualTo("/v1/auth/actions/verify_email");
            String challenge = created.text("challenge_id");
            String code = codeTo(email, realm.api().action("verify_email", challenge));
            Tokens tokens =
                    realm.api().action("verify_email", challenge, "code", code).assertTokens();
            assertThat(realm.api().bearer(tokens).get("/v1/me").text("email")).isEqualTo(email);
            realm.api().login(email, TestRealm.PASSWORD).assertTokens();
        } finally {
            realm.updateRealm(r -> r.put("verifyEmail", false));
        }
    }

    @Test
    void rootFindsTheTenantByTheChallenge() {
        realm.awaitAtRoot();
        TestUser user = userWith("UPDATE_PASSWORD");
        String challenge = challenge(user, "UPDATE_PASSWORD");
        TestServer.root().action("update_password", challenge, "new_password", NEW).assertTokens();
    }

    // Each action

    @Test
    void wrongCodeLeavesTheSignInWaiting() {
        TestUser user = userWith("VERIFY_EMAIL");
        String challenge = challenge(user, "VERIFY_EMAIL");
        realm.api()
                .action("verify_email", challenge, "code", "123456")
                .assertError(400, "verification.code_invalid");
        String code = codeTo(user.email(), realm.api().action("verify_email", challenge));
        String wrong = code.equals("000000") ? "000001" : "000000";
        realm.api()
                .action("verify_email", challenge, "code", wrong)
                .assertError(400, "verification.code_invalid");
        assertThat(stored(user).path("emailVerified").asBoolean()).isFalse();
        realm.api().action("verify_email", challenge, "code", code).assertTokens();
        assertThat(stored(user).path("emailVerified").asBoolean()).isTrue();
        assertThat(realm.events("VERIFY_EMAIL", user)).singleElement().hasNoError();
    }

    @Test
    void codesAreGuessedAtNoMoreOftenThanTheRealmAllows() {
        TestUser user = userWith("VERIFY_EMAIL");
        String challenge = challenge(user, "VERIFY_EMAIL");
        String code = codeTo(user.email(), realm.api().action("verify_email", challenge));
        String wrong = code.equals("000000") ? "000001" : "000000";
        for (int i = 0; i < 5; i++) {
            realm.api()
                    .action("verify_email", challenge, "code", wrong)
                    .assertError(400, "verification.code_invalid");
        }
        realm.api()
                .action("verify_email", challenge, "code", code)
                .assertError(400, "verification.code_invalid");
        assertThat(stored(user).path("emailVerified").asBoolean()).isFalse();
    }

    @PrivateApi
    @Test
    void newPasswordKeepsToThePolicyAndEndsTheSessions() {
        TestUser user = realm.user();
        Tokens before = realm.signIn(user);
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_PASSWORD"));
        String challenge = challenge(user, "UPDATE_PASSWORD");
        realm.api()
                .action("update_password", challenge, "new_password", "short")
                .assertInvalidField("new_password", "too_short");
        realm.api()
                .action("update_password", challenge)
                .assertInvalidField("new_password", "required");
        realm.api()
                .action("update_password", challenge, "new_password", "password123")
                .assertError(422, "auth.password_weak");
        realm.api().bearer(before).get("/v1/me").assertStatus(200);
        Tokens tokens =
                realm.api()
                        .action("update_password", challenge, "new_password", NEW)
                        .assertTokens();
        realm.api().bearer(before).get("/v1/me").assertError(401, "unauthorized");
        realm.api().bearer(tokens).get("/v1/me").assertStatus(200);
        realm.api()
                .login(user.email(), user.password())
                .assertError(401, "auth.invalid_credentials");
        realm.api().login(user.email(), NEW).assertTokens();
        assertThat(realm.events("UPDATE_CREDENTIAL", user))
                .singleElement()
                .hasDetail("credential_type", "password")
                .doesNotMention(NEW);
    }

    @PrivateApi
    @Test
    void profileIsFilledInByTheRulesOfTheRealm() {
        TestUser user = realm.user(u -> u.put("lastName", "Larsen"));
        realm.updateProfile(
                "firstName", a -> a.putObject("required").putArray("roles").add("user"));
        try {
            String challenge = challenge(user, "VERIFY_PROFILE");
            Answer named = realm.api().login(user.email(), user.password());
            assertThat(named.text("error.metadata.actions.0.action")).isEqualTo("update_profile");
            realm.api()
                    .action("update_profile", challenge)
                    .assertInvalidField("first_name", "required");
            realm.api()
                    .action("update_profile", challenge, "first_name", "x".repeat(256))
                    .assertInvalidField("first_name", "too_long");
            realm.api()
                    .action("update_profile", challenge, "first_name", List.of("Anna", "Eva"))
                    .assertError(422, "validation_failed");
            assertThat(stored(user).has("firstName")).isFalse();
            String another = TestRealm.newEmail();
            realm.api()
                    .action("update_profile", challenge, "FIRST_NAME", "Anna", "email", another)
                    .assertTokens();
        } finally {
            realm.updateProfile("firstName", a -> a.remove("required"));
        }
        JsonNode stored = stored(user);
        assertThat(stored.path("firstName").asText()).isEqualTo("Anna");
        assertThat(stored.path("lastName").asText()).isEqualTo("Larsen");
        assertThat(stored.path("email").asText()).isEqualTo(user.email());
    }

    /** An account of a directory or an import can be without one. */
    @Test
    void addressThatIsMissingCanBeNamed() {
        TestUser taken = realm.user();
        TestUser user =
                realm.user(
                        u -> {
                            u.put("email", "").put("emailVerified", false);
                            u.putArray("requiredActions").add("VERIFY_EMAIL");
                        });
        // There is nothing to prove yet.
        String challenge = challenge(user, "VERIFY_PROFILE");
        realm.api()
                .action("update_profile", challenge, "email", "no address")
                .assertInvalidField("email", "invalid_email");
        realm.api()
                .action("update_profile", challenge, "email", taken.email())
                .assertError(409, "verification.email_taken");
        assertWaits(
                realm.api().action("update_profile", challenge, "email", user.email()),
                "VERIFY_EMAIL");
        assertThat(stored(user).path("email").asText()).isEqualTo(user.email());
        assertThat(stored(user).path("emailVerified").asBoolean()).isFalse();
        String code = codeTo(user.email(), realm.api().action("verify_email", challenge));
        realm.api().action("verify_email", challenge, "code", code).assertTokens();
    }

    /**
     * Keycloak's pages clear the order; the address that the user has must be proved all the same.
     */
    @PrivateApi
    @Test
    void addressThatTheUserMayNotEditNeedNotBeChanged() {
        realm.updateProfile(
                "email", a -> a.withObject("/permissions").putArray("edit").add("admin"));
        realm.updateRealm(r -> r.put("verifyEmail", true));
        try {
            TestUser user = userWith("UPDATE_EMAIL");
            String challenge = challenge(user, "VERIFY_EMAIL");
            String code = codeTo(user.email(), realm.api().action("verify_email", challenge));
            realm.api().action("verify_email", challenge, "code", code).assertTokens();
            assertNothingLeft(user);
        } finally {
            realm.updateRealm(r -> r.put("verifyEmail", false));
            realm.updateProfile(
                    "email",
                    a -> a.withObject("/permissions").putArray("edit").add("admin").add("user"));
        }
    }

    /** Keycloak's page keeps an address that is to be confirmed, and asks until it is gone. */
    @PrivateApi
    @Test
    void changeThatWasBegunOnAPageEndsWithTheChange() {
        TestUser user = realm.user();
        realm.updateUser(
                user,
                u ->
                        u.withObject("/attributes")
                                .putArray("kc.email.pending")
                                .add("pending@example.test"));
        realm.updateUser(user, u -> u.putArray("requiredActions").add("UPDATE_EMAIL"));
        String next = TestRealm.newEmail();
        String challenge = challenge(user, "UPDATE_EMAIL");
        String code = codeTo(next, realm.api().action("update_email", challenge, "email", next));
        realm.api().action("update_email", challenge, "code", code).assertTokens();
        assertThat(stored(user).path("attributes").has("kc.email.pending")).isFalse();
        realm.api().login(next, user.password()).assertTokens();
    }

    /** The answer says whether another account has an address. */
    @Test
    void profileCannotBeTriedAgainAndAgain() {
        TestUser taken = realm.user();
        TestUser user = realm.user(u -> u.put("email", "").put("emailVerified", false));
        String challenge = challenge(user, "VERIFY_PROFILE");
        realm.updateSettings(
                Map.of("sensitive_rate", List.of("0.001"), "sensitive_burst", List.of("1")));
        try {
            realm.api()
                    .action("update_profile", challenge, "email", taken.email())
                    .assertError(409, "verification.email_taken");
            for (String email : List.of(taken.email(), user.email())) {
                realm.api().action("update_profile", challenge, "email", email).assertLimited();
            }
            assertThat(stored(user).has("email")).isFalse();
        } finally {
            realm.updateSettings(
                    Map.of("sensitive_rate", List.of("0"), "sensitive_burst", List.of()));
        }
        // The sign-in waits on.
        realm.api().action("update_profile", challenge, "email", user.email()).assertTokens();
    }

    @Test
    void addressIsChangedToTheOneThatTheCodeWentTo() {
        TestUser taken = realm.user();
        TestUser user = userWith("UPDATE_EMAIL");
        String next = TestRealm.newEmail();
        String challenge = challenge(user, "UPDATE_EMAIL");
        realm.api().action("update_email", challenge).assertInvalidField("email", "required");
        realm.api()
                .action("update_email", challenge, "email", taken.email())
                .assertError(409, "verification.email_taken");
        realm.api()
                .action("update_email", challenge, "email", "nobody")
                .assertInvalidField("email", "invalid_email");
        String code = codeTo(next, realm.api().action("update_email", challenge, "email", next));
        assertThat(stored(user).path("email").asText()).isEqualTo(user.email());
        Tokens tokens = realm.api().action("update_email", challenge, "code", code).assertTokens();
        assertThat(realm.api().bearer(tokens).get("/v1/me").text("email")).isEqualTo(next);
        assertThat(stored(user).path("emailVerified").asBoolean()).isTrue();
        assertNothingLeft(user);
        realm.api().login(next, user.password()).assertTokens();
        mailbox.await(user.email(), 1);
    }

    @Test
    void termsThatAreNotAcceptedEndTheSignIn() {
        TestUser user = userWith("TERMS_AND_CONDITIONS");
        String challenge = challenge(user, "TERMS_AND_CONDITIONS");
        realm.api().action("terms", challenge).assertError(400, "bad_request");
        realm.api().action("terms", challenge, "accept", "yes").assertError(400, "bad_request");
        realm.api().action("terms", challenge, "accept", false).assertError(403, "forbidden");
        assertExpired(realm.api().action("terms", challenge, "accept", true));
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION_ERROR", user))
                .singleElement()
                .hasError("rejected_by_user");
        challenge(user, "TERMS_AND_CONDITIONS");
    }

    // What a challenge is good for

    @ParameterizedTest
    @ValueSource(
            strings = {
                "verify_email",
                "update_password",
                "update_profile",
                "terms",
                "update_email"
            })
    void onlyWhatIsPendingCanBeDone(String action) {
        TestUser user = userWith("CONFIGURE_RECOVERY_AUTHN_CODES");
        String challenge = challenge(user, "CONFIGURE_RECOVERY_AUTHN_CODES");
        Api api = realm.api();
        api.action(action, challenge, ROUTES.get(action)).assertError(409, "conflict");
        // The challenge waits on.
        api.action(action, challenge, ROUTES.get(action)).assertError(409, "conflict");
        assertThat(mailbox.of(user.email())).isEmpty();

        assertExpired(elsewhere.api().action(action, challenge, ROUTES.get(action)));
        api.action(action, challenge, ROUTES.get(action)).assertError(409, "conflict");
        assertExpired(api.action(action, UUID.randomUUID().toString(), ROUTES.get(action)));
        api.action(action, "no-uuid", ROUTES.get(action)).assertError(400, "auth.session_invalid");
        String path = "/v1/auth/actions/" + action;
        api.post(path, Map.of()).assertErrorEnvelope();
        api.post(path, "[]").assertError(400, "bad_request");
        api.post(path, "{\"challenge_id\":7}").assertError(400, "bad_request");
        api.action(action, "x".repeat(1_000_000), ROUTES.get(action))
                .assertInvalidField("challenge_id", "too_long");
        assertThat(realm.sessionIds(user)).isEmpty();
        assertThat(stored(user).path("requiredActions")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "VERIFY_EMAIL, verify_email, invalid",
        "UPDATE_PASSWORD, update_password, invalid",
        "UPDATE_PROFILE, update_profile, invalid",
        "TERMS_AND_CONDITIONS, terms,",
        "UPDATE_EMAIL, update_email, invalid_email"
    })
    void hostileMembersLeaveTheSignInWaiting(String alias, String action, String codeOfNul) {
        TestUser user = userWith(alias);
        String challenge = challenge(user, alias);
        Object[] members = ROUTES.get(action).clone();
        for (Object hostile : List.of(Map.of("a", "b"), List.of(List.of()), 42)) {
            members[1] = hostile;
            realm.api().action(action, challenge, members).assertError(400, "bad_request");
        }
        members[1] = "\u0000";
        Answer answer = realm.api().action(action, challenge, members);
        if (codeOfNul == null) {
            answer.assertError(400, "bad_request");
        } else {
            answer.assertInvalidField((String) members[0], codeOfNul);
        }
        assertThat(mailbox.of(user.email())).isEmpty();
        assertThat(realm.sessionIds(user)).isEmpty();
        challenge(user, alias);
    }

    @Test
    void unknownActionIsNotFound() {
        realm.api()
                .action("delete_account", UUID.randomUUID().toString())
                .assertError(404, "not_found");
        realm.api().get("/v1/auth/actions/terms").assertError(404, "not_found");
    }

    @PrivateApi
    @ParameterizedTest
    @ValueSource(strings = {"password", "revocation", "console", "deletion", "address", "disabled"})
    void challengeDiesWithTheStateOfTheAccount(String change) {
        TestUser user = userWith("VERIFY_EMAIL", "UPDATE_PASSWORD");
        String challenge = challenge(user, "UPDATE_PASSWORD", "VERIFY_EMAIL");
        String path = "/v1/users/" + user.id();
        switch (change) {
            case "password" ->
                    admin.post(path + "/password", Map.of("password", OTHER)).assertStatus(204);
            case "revocation" -> admin.post(path + "/sessions/revoke-all").assertStatus(200);
            case "console" -> realm.setPassword(user, OTHER);
            case "deletion" -> admin.delete(path).assertStatus(204);
            case "address" -> realm.updateUser(user, u -> u.put("email", TestRealm.newEmail()));
            case "disabled" -> realm.disable(user);
            default -> throw new IllegalArgumentException(change);
        }
        assertExpired(realm.api().action("update_password", challenge, "new_password", NEW));
        assertExpired(realm.api().action("verify_email", challenge));
        assertThat(mailbox.of(user.email())).isEmpty();
    }

    /** What one sign-in changes is a change to the other. */
    @Test
    void otherSignInOfTheUserDies() {
        TestUser user = userWith("TERMS_AND_CONDITIONS", "UPDATE_PASSWORD");
        String[] actions = {"TERMS_AND_CONDITIONS", "UPDATE_PASSWORD"};
        String first = challenge(user, actions);
        String second = challenge(user, actions);
        realm.api()
                .action("update_password", first, "new_password", NEW)
                .assertActionRequired("TERMS_AND_CONDITIONS");
        assertExpired(realm.api().action("terms", second, "accept", true));
        realm.api().action("terms", first, "accept", true).assertTokens();
    }

    @PrivateApi
    @Test
    void simultaneousAnswersAreOne() {
        TestUser user = userWith("UPDATE_PASSWORD");
        String challenge = challenge(user, "UPDATE_PASSWORD");
        List<Answer> answers =
                Parallel.run(
                        16,
                        8,
                        i ->
                                realm.api()
                                        .action(
                                                "update_password",
                                                challenge,
                                                "new_password",
                                                "horse-battery-number-" + i));
        assertThat(answers.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        answers.stream().filter(answer -> answer.status() != 200).forEach(ActionsIT::assertExpired);
        assertThat(realm.sessionIds(user)).hasSize(1);

        TestUser verifying = userWith("VERIFY_EMAIL");
        String waiting = challenge(verifying, "VERIFY_EMAIL");
        String code = codeTo(verifying.email(), realm.api().action("verify_email", waiting));
        List<Answer> confirmed =
                Parallel.run(16, 8, i -> realm.api().action("verify_email", waiting, "code", code));
        assertThat(confirmed.stream().filter(answer -> answer.status() == 200)).hasSize(1);
        assertThat(realm.sessionIds(verifying)).hasSize(1);
    }

    @Test
    void requestsForCodesAreLimited() {
        realm.updateSettings(Map.of("mails_per_recipient", List.of("1")));
        try {
            TestUser user = userWith("VERIFY_EMAIL");
            String challenge = challenge(user, "VERIFY_EMAIL");
            String code = codeTo(user.email(), realm.api().action("verify_email", challenge));
            realm.api().action("verify_email", challenge).assertLimited();
            assertThat(mailbox.of(user.email())).hasSize(1);
            realm.api().action("verify_email", challenge, "code", code).assertTokens();
        } finally {
            realm.updateSettings(Map.of("mails_per_recipient", List.of("0")));
        }
    }

    @Test
    void noEventHasTheChallenge() {
        TestUser user = userWith("TERMS_AND_CONDITIONS");
        String challenge = challenge(user, "TERMS_AND_CONDITIONS");
        realm.api().action("terms", challenge, "accept", true).assertTokens();
        assertThat(realm.events("CUSTOM_REQUIRED_ACTION", user))
                .singleElement()
                .hasDetail("custom_required_action", "TERMS_AND_CONDITIONS")
                .hasAddress()
                .doesNotMention(challenge);
        assertThat(realm.events("LOGIN_ERROR", user))
                .singleElement()
                .hasError("resolve_required_actions")
                .doesNotMention(challenge);
        assertThat(realm.events("LOGIN", user)).singleElement().doesNotMention(challenge);
    }
}
