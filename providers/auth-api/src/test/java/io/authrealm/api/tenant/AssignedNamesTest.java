package io.authrealm.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AssignedNamesTest {

    private static AssignedNames read(String hostNames) {
        return AssignedNames.of(option -> option.equals("host-names") ? hostNames : null);
    }

    @Test
    void optionsThatAreNotSetGiveNothing() {
        assertThat(read(null)).isEqualTo(new AssignedNames(Map.of(), Map.of()));
        assertThat(read(" , ")).isEqualTo(new AssignedNames(Map.of(), Map.of()));
    }

    @Test
    void namesAreReadInLowerCaseAndWithoutBlanks() {
        assertThat(read("Login.Acme.Example=acme, login.globex.example = Globex ,").hostNames())
                .isEqualTo(Map.of("login.acme.example", "acme", "login.globex.example", "Globex"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"login.acme.example", "=acme", "login.acme.example=", "="})
    void entryWithoutNameOrRealmIsRefused(String entry) {
        assertThatThrownBy(() -> read("a.example=b," + entry))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("host-names")
                .hasMessageContaining(entry);
    }

    @Test
    void nameForTwoRealmsIsRefused() {
        assertThatThrownBy(() -> read("a.example=acme,A.example=globex"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.example");
        assertThat(read("a.example=acme,A.example=acme").hostNames()).hasSize(1);
    }

    @Test
    void realmThatIsRenamedToTheIdOfAnotherIsNotTakenForIt() {
        record Realm(String id, String name) {}
        List<Realm> realms = List.of(new Realm("1", "2"), new Realm("2", "acme"));
        Function<String, List<Realm>> meant =
                idOrName -> AssignedNames.meant(idOrName, realms, Realm::id, Realm::name);
        assertThat(meant.apply("2")).containsExactly(realms.get(1));
        assertThat(meant.apply("acme")).containsExactly(realms.get(1));
        assertThat(meant.apply("globex")).isEmpty();
    }
}
