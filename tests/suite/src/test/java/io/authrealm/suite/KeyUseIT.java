package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the pack watches when a key is used on Keycloak's pages. */
@PrivateApi
class KeyUseIT {

    private static final String PASSKEYS_ON_PAGES = "webAuthnPolicyPasswordlessPasskeysEnabled";

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().with(r -> r.put(PASSKEYS_ON_PAGES, true));

    @RegisterExtension
    static final TestRealm ordinary =
            TestRealm.fresh().notOptedIn().with(r -> r.put(PASSKEYS_ON_PAGES, true));

    @BeforeAll
    static void createClients() {
        Browser.createClient(realm);
        Browser.createClient(ordinary);
    }

    private static JsonNode key(TestUser user) {
        return PasskeyApi.of(SignedIn.of(realm, user)).list().get(0);
    }

    @Test
    void useOnAPageIsSeenInTheApi() {
        SoftKey key = SoftKey.at(realm);
        TestUser user = KeyPages.userWith(realm, key);
        assertThat(key(user).path("last_used_at").isNull()).isTrue();
        KeyPages.assertSignedIn(KeyPages.signIn(realm, key));
        assertThat(key(user).path("last_used_at").isTextual()).isTrue();
    }

    @Test
    void counterIsOneForPagesAndApi() {
        SoftKey key = SoftKey.at(realm).counter(100);
        KeyPages.userWith(realm, key);
        PasskeyApi api = PasskeyApi.anonymous(realm);
        KeyPages.assertSignedIn(KeyPages.signIn(realm, key.counter(149)));
        api.signIn(key.copy().counter(149)).assertError(401, "passkey.login_failed");
        api.signIn(key.copy().counter(120)).assertError(401, "passkey.login_failed");
        api.signIn(key.counter(199)).assertTokens();
        KeyPages.assertNotSignedIn(KeyPages.signIn(realm, key.copy().counter(199)));
        KeyPages.assertNotSignedIn(KeyPages.signIn(realm, key.copy().counter(160)));
        KeyPages.assertSignedIn(KeyPages.signIn(realm, key.counter(200)));
    }

    @Test
    void keyThatCanBeCopiedAllAtOnceIsRefused() {
        SoftKey key = SoftKey.at(realm).backup(true, false);
        PasskeyApi.userWith(realm, key);
        KeyPages.assertNotSignedIn(KeyPages.signIn(realm, key.copy().backup(false, false)));
        // Whether it is copied may change.
        KeyPages.assertSignedIn(KeyPages.signIn(realm, key.backup(true, true)));
        PasskeyApi.anonymous(realm).signIn(key).assertTokens();

        SoftKey ofPages = SoftKey.at(realm);
        KeyPages.userWith(realm, ofPages);
        KeyPages.assertSignedIn(KeyPages.signIn(realm, ofPages));
        KeyPages.assertNotSignedIn(KeyPages.signIn(realm, ofPages.copy().backup(true, true)));
        KeyPages.assertSignedIn(KeyPages.signIn(realm, ofPages.counter(9)));
    }

    @Test
    void ordinaryRealmIsLeftToKeycloak() {
        SoftKey key = SoftKey.at(ordinary);
        KeyPages.userWith(ordinary, key);
        KeyPages.assertSignedIn(KeyPages.signIn(ordinary, key));
        KeyPages.assertSignedIn(KeyPages.signIn(ordinary, key.backup(true, true)));
    }
}
