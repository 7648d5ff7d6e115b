package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Deleted users who sign in through an identity provider, which is another realm of the server. */
class RecycleBinBrokerIT {

    private static final String ALIAS = "the-company";

    @RegisterExtension static final TestRealm company = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm realm = TestRealm.fresh().withIdentityProvider(ALIAS, company);

    @BeforeAll
    static void makeThemKnowEachOther() {
        Browser.createClient(realm);
        company.isIdentityProviderOf(realm, ALIAS);
    }

    private static TestUser employee() {
        return company.user(u -> u.put("firstName", "Anna").put("lastName", "Larsen"));
    }

    /** The last page of the browser: the app, or a page of the realm. */
    private static Answer signInByCompany(TestUser employee) {
        // Each realm has cookies of its own.
        Browser here = new Browser(realm);
        Browser there = new Browser(company);
        Answer page = there.goTo(here.openIdentityProvider(ALIAS).header("Location"));
        Answer back = there.submit(page, employee.email(), employee.password());
        return here.goTo(back.assertStatus(302).header("Location"));
    }

    private static void assertIsIn(Answer answer) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.header("Location")).startsWith(Browser.CALLBACK).contains("code=");
    }

    private static void assertIsNotIn(Answer answer) {
        String location = answer.header("Location");
        assertThat(location == null || !location.contains("code=")).as("%s", answer).isTrue();
    }

    private static String idOf(TestUser employee) {
        return realm.get("/users?email=" + Admin.encoded(employee.email()) + "&exact=true")
                .path(0)
                .path("id")
                .asText();
    }

    @PrivateApi
    @Test
    void deletedUserCannotSignInThroughTheIdentityProvider() {
        TestUser employee = employee();
        assertIsIn(signInByCompany(employee));
        String id = idOf(employee);

        realm.asOperator().delete("/v1/users/" + id).assertStatus(204);

        assertIsNotIn(signInByCompany(employee));
        assertThat(realm.get("/users/" + id + "/federated-identity")).hasSize(1);

        realm.asOperator().post("/v1/users/" + id + "/restore").assertStatus(200);

        assertIsIn(signInByCompany(employee));
        assertThat(idOf(employee)).isEqualTo(id);
    }

    /** With the address of a deleted user who has no link to the company. */
    @Test
    void newcomerDoesNotBecomeADeletedUser() {
        TestUser employee = employee();
        TestUser deleted = realm.user(employee.email(), TestRealm.PASSWORD, u -> {});
        realm.asOperator().delete("/v1/users/" + deleted.id()).assertStatus(204);

        assertIsNotIn(signInByCompany(employee));

        assertThat(realm.get("/users/" + deleted.id() + "/federated-identity")).isEmpty();
        realm.asOperator().post("/v1/users/" + deleted.id() + "/restore").assertStatus(200);
        realm.signIn(deleted);
    }
}
