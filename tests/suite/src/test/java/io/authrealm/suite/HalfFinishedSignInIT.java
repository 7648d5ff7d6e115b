package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-ins that wait for their second factor, and mailed links, while the account changes. */
class HalfFinishedSignInIT {

    private static final String SECRET = "half-finished-secret";

    private static final String NEW = "a-new-horse-battery";

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh().with(mailbox::serve).setting("recovery_floor_ms", "0");

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users"));
    }

    /** A change of the account. */
    enum Change {
        RESET_BY_LINK {
            @Override
            void happen(TestUser user) {
                String token = mailbox.resetLink(realm, user);
                realm.api().resetPassword(token, NEW).assertStatus(200);
            }
        },
        CHANGE_OF_PASSWORD {
            @Override
            void happen(TestUser user) {
                // A code can be used once, so the session that makes the change uses this one.
                realm.api()
                        .bearer(signedIn(user, user.password()))
                        .post(
                                "/v1/auth/password",
                                Map.of("current_password", user.password(), "new_password", NEW))
                        .assertStatus(200);
            }
        },
        ADMINS_PASSWORD {
            @Override
            void happen(TestUser user) {
                admin.post(path(user) + "/password", Map.of("password", NEW)).assertStatus(204);
            }
        },
        PASSWORD_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.setPassword(user, NEW);
            }
        },
        SUSPENSION_AND_BACK {
            @Override
            void happen(TestUser user) {
                admin.patch(path(user), Map.of("status", "suspended")).assertStatus(200);
                admin.patch(path(user), Map.of("status", "active")).assertStatus(200);
            }
        },
        REVOKE_ALL {
            @Override
            void happen(TestUser user) {
                admin.post(path(user) + "/sessions/revoke-all").assertStatus(200);
            }
        },
        SIGN_OUT_IN_THE_CONSOLE {
            @Override
            void happen(TestUser user) {
                realm.admin().post(realm.path("/users/" + user.id() + "/logout"), Map.of());
            }
        },
        DELETION_AND_RESTORE {
            @Override
            void happen(TestUser user) {
                admin.delete(path(user)).assertStatus(204);
                admin.post(path(user) + "/restore").assertStatus(200);
            }
        },
        ADDRESS {
            @Override
            void happen(TestUser user) {
                String address = TestRealm.newEmail();
                realm.updateUser(user, u -> u.put("email", address));
            }
        };

        abstract void happen(TestUser user);
    }

    private static String path(TestUser user) {
        return "/v1/users/" + user.id();
    }

    private static String challenge(TestUser user, String password) {
        return realm.api().login(user.email(), password).assertChallenge();
    }

    private static Tokens signedIn(TestUser user, String password) {
        return realm.api().mfa(challenge(user, password), Totp.codeNow(SECRET)).assertTokens();
    }

    @Test
    void challengeIsValidWhileNothingHappens() {
        TestUser user = realm.userWithTotp(SECRET);
        String challenge = challenge(user, user.password());
        admin.patch(path(user), Map.of("display_name", "Anna Larsen")).assertStatus(200);
        realm.api().mfa(challenge, Totp.codeNow(SECRET)).assertTokens();
    }

    @PrivateApi
    @ParameterizedTest
    @EnumSource
    void challengeFromBeforeTheChangeIsInvalid(Change change) {
        TestUser user = realm.userWithTotp(SECRET);
        String challenge = challenge(user, user.password());
        change.happen(user);
        realm.api()
                .mfa(challenge, Totp.codeNow(SECRET))
                .assertError(401, "auth.mfa_challenge_expired");
        realm.api()
                .mfa(challenge, Totp.wrongCode(SECRET))
                .assertError(401, "auth.mfa_challenge_expired");
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RESET_BY_LINK")
    void challengeOfALinkFromBeforeTheChangeIsInvalid(Change change) {
        TestUser user = realm.userWithTotp(SECRET);
        String token = mailbox.magicLink(realm, user);
        Answer asked = realm.api().consumeMagicLink(token).assertStatus(200);
        change.happen(user);
        realm.api()
                .mfa(asked.text("mfa_token"), Totp.codeNow(SECRET))
                .assertError(401, "auth.mfa_challenge_expired");
    }

    @ParameterizedTest
    @EnumSource
    void linkFromBeforeTheChangeIsInvalid(Change change) {
        TestUser user = realm.userWithTotp(SECRET);
        String token = mailbox.magicLink(realm, user);
        change.happen(user);
        Answer answer = realm.api().consumeMagicLink(token);
        assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
        assertThat(answer.errorCode()).startsWith("recovery.");
    }

    @Test
    void challengeOfActionsIsNoneOfAFactor() {
        TestUser user =
                realm.user(
                        u -> {
                            SecondFactors.addTotp(u, SECRET);
                            u.putArray("requiredActions").add("UPDATE_PASSWORD");
                        });
        String factor = challenge(user, user.password());
        String actions =
                realm.api()
                        .mfa(factor, Totp.codeNow(SECRET))
                        .assertActionRequired("UPDATE_PASSWORD");
        assertThat(actions).isNotEqualTo(factor);
        for (String code : List.of(Totp.codeNow(SECRET), Totp.wrongCode(SECRET))) {
            realm.api().mfa(actions, code).assertError(401, "auth.mfa_challenge_expired");
        }
        assertThat(realm.sessionIds(user)).isEmpty();
    }

    @Test
    void newChallengeAfterwardsIsValid() {
        TestUser user = realm.userWithTotp(SECRET);
        Change.REVOKE_ALL.happen(user);
        Change.SUSPENSION_AND_BACK.happen(user);
        Change.DELETION_AND_RESTORE.happen(user);
        Tokens tokens = signedIn(user, user.password());
        realm.api().bearer(tokens).get("/v1/auth/me").assertStatus(200);
        realm.api().refresh(tokens.refresh()).assertTokens();
    }
}
