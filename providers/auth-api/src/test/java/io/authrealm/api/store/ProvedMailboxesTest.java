package io.authrealm.api.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.store.ProvedMailboxes.Client;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;

final class ProvedMailboxesTest {

    private static final String EMAIL = "ada@example.test";

    private static final Client AT_HOME = new Client(Optional.of("203.0.113.7"), Optional.empty());

    private final SingleUseObjectProvider objects = new FakeSingleUseObjects().provider();
    private final KeycloakSession session =
            FakeSingleUseObjects.proxy(KeycloakSession.class, (method, arguments) -> objects);
    private final RealmModel realm =
            FakeSingleUseObjects.proxy(RealmModel.class, (method, arguments) -> "realm");

    private ProvedMailboxes of(Client client) {
        return new ProvedMailboxes(session, realm, client);
    }

    private static Client with(String token) {
        return new Client(Optional.empty(), Optional.of(token));
    }

    @AfterEach
    void resetClock() {
        FakeSingleUseObjects.clockIsAt(0);
    }

    @Test
    void proofIsOfTheAddressOrTheTokenOfItsClient() {
        String token = of(AT_HOME).add(EMAIL);
        assertThat(of(AT_HOME).contains("Ada@Example.test")).isTrue();
        assertThat(of(with(token)).contains(EMAIL)).isTrue();
        assertThat(of(with(token)).contains("grace@example.test")).isFalse();
        assertThat(of(with(token + "A")).contains(EMAIL)).isFalse();
        assertThat(of(with("")).contains(EMAIL)).isFalse();
        assertThat(of(Client.UNKNOWN).contains(EMAIL)).isFalse();
        Client elsewhere = new Client(Optional.of("203.0.113.8"), Optional.empty());
        assertThat(of(elsewhere).contains(EMAIL)).isFalse();
    }

    @Test
    void clientWithoutAnAddressOfItsOwnHasTheToken() {
        String token = of(Client.UNKNOWN).add(EMAIL);
        assertThat(of(Client.UNKNOWN).contains(EMAIL)).isFalse();
        assertThat(of(AT_HOME).contains(EMAIL)).isFalse();
        assertThat(of(with(token)).contains(EMAIL)).isTrue();
        of(Client.UNKNOWN).remove(EMAIL);
        assertThat(of(with(token)).contains(EMAIL)).isFalse();
    }

    @Test
    void proofLastsAnHourAndOnlyItsClientRenewsIt() {
        String token = of(AT_HOME).add(EMAIL);
        FakeSingleUseObjects.clockIsAt(3_000);
        of(Client.UNKNOWN).renew(EMAIL);
        of(with("another")).renew(EMAIL);
        of(AT_HOME).renew("grace@example.test");
        FakeSingleUseObjects.clockIsAt(3_590);
        assertThat(of(AT_HOME).contains(EMAIL)).isTrue();
        of(with(token)).renew(EMAIL);
        FakeSingleUseObjects.clockIsAt(7_000);
        assertThat(of(AT_HOME).contains(EMAIL)).isTrue();
        FakeSingleUseObjects.clockIsAt(7_200);
        assertThat(of(with(token)).contains(EMAIL)).isFalse();
        of(AT_HOME).renew(EMAIL);
        assertThat(of(AT_HOME).contains(EMAIL)).isFalse();
    }
}
