package io.authrealm.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.argon2.Argon2Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class Argon2SettingsTest {

    private final Argon2Settings server =
            new Argon2Settings(
                    new Argon2Parameters(
                            Argon2Type.ID, Argon2Parameters.VERSION_13, 19456, 2, 1, 32));

    @Test
    void realmChangesTheCostsOnly() {
        Argon2Parameters changed = server.withCosts(" m=65536,t=3,p=4 ").parameters();

        assertThat(changed)
                .isEqualTo(
                        new Argon2Parameters(
                                Argon2Type.ID, Argon2Parameters.VERSION_13, 65536, 3, 4, 32));
        assertThat(server.withCosts(server.costs())).isEqualTo(server);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "19456",
                "m=19456,t=2",
                "m=19456,t=2,p=1,",
                "t=2,m=19456,p=1",
                "m=0,t=2,p=1",
                "m=7,t=2,p=1",
                "m=19456,t=0,p=1",
                "m=19456,t=101,p=1",
                "m=19456,t=2,p=0",
                "m=19456,t=2,p=17",
                "m=19456,t=2147483648,p=1",
                "m=999999999,t=2,p=1",
                "m=-8,t=2,p=1",
                "m=1e4,t=2,p=1"
            })
    void refusesMalformedCosts(String costs) {
        assertThatThrownBy(() -> server.withCosts(costs))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noCostsAreRefusedToo() {
        assertThatThrownBy(() -> server.withCosts(null))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
