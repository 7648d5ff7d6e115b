package io.authrealm.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.authrealm.api.tenant.RootIndex.OptedIn;
import io.authrealm.api.tenant.TenantDirectory.Entry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.keycloak.jose.jwk.JWK;

final class RootIndexTest {

    private static final AssignedNames NOTHING = new AssignedNames(Map.of(), Map.of());

    private static Entry entry(String name, Set<String> ownKeyIds, JWK... keys) {
        Set<String> ids = Set.copyOf(List.of(keys).stream().map(JWK::getKeyId).toList());
        return new Entry(
                "id-of-" + name,
                name,
                ids,
                ownKeyIds,
                Stream.of(keys).map(SigningKey::of).toList(),
                new TenantDirectory.WebOrigins(Set.of(), false),
                SpokenDialect.QEET);
    }

    private static Entry withOrigins(String name, boolean isServerAllowed, String... origins) {
        return new Entry(
                "id-of-" + name,
                name,
                Set.of(),
                Set.of(),
                List.of(),
                new TenantDirectory.WebOrigins(Set.of(origins), isServerAllowed),
                SpokenDialect.QEET);
    }

    private static OptedIn open(String name, RootClaims claims) {
        return realm(name, claims, Optional.of(entry(name, Set.of())));
    }

    private static OptedIn closed(String name, RootClaims claims) {
        return realm(name, claims, Optional.empty());
    }

    private static OptedIn realm(String name, RootClaims claims, Optional<Entry> open) {
        return new OptedIn("id-of-" + name, name, "tenant-" + name, claims, open);
    }

    private static RootClaims host(String... names) {
        return new RootClaims(null, Set.of(names), Set.of());
    }

    private static RootClaims domain(String... names) {
        return new RootClaims(null, Set.of(), Set.of(names));
    }

    private static RootClaims id(String id) {
        return new RootClaims(id, Set.of(), Set.of());
    }

    private static RootClaims parent(ParentOwner owner, String... keys) {
        return new RootClaims(null, Set.of(), Set.of(), Set.of(keys), owner, 0, Set.of());
    }

    private static ParentOwner ownUser(String id) {
        return new ParentOwner(null, id);
    }

    private static RootIndex index(OptedIn... realms) {
        return new RootIndex(List.of(realms), NOTHING);
    }

    private static Optional<String> name(Optional<Entry> entry) {
        return entry.map(Entry::name);
    }

    private static JWK key(String id) {
        JWK key = new JWK();
        key.setKeyId(id);
        return key;
    }

    @Test
    void claimOfOneRealmIsItsOwn() {
        RootIndex index = index(open("acme", host("a.test")), open("globex", domain("g.test")));
        assertThat(name(index.byHostName("a.test"))).contains("acme");
        assertThat(name(index.byEmailDomain("g.test"))).contains("globex");
        assertThat(index.byHostName("g.test")).isEmpty();
        assertThat(index.faults()).isEmpty();
    }

    @Test
    void publicKeyAndOwnerNameTheRealmThatClaimsThem() {
        RootIndex index =
                index(
                        open("acme", parent(ownUser("ada"), "APK_a1", "APK_shared")),
                        closed("globex", parent(ownUser("grace"), "APK_g1", "APK_shared")));
        assertThat(index.byParentKey("APK_a1").map(OptedIn::realmName)).contains("acme");
        assertThat(index.byParentKey("APK_g1").flatMap(OptedIn::open)).isEmpty();
        assertThat(index.byParentKey("APK_g1").map(OptedIn::realmName)).contains("globex");
        assertThat(index.byParentKey("APK_shared")).isEmpty();
        assertThat(index.byParentKey("APK_none")).isEmpty();
        assertThat(index.byOwner("id-of-acme", "ada").map(OptedIn::realmName)).contains("acme");
        assertThat(index.byOwner("id-of-acme", "bob")).isEmpty();
        assertThat(index.faults()).singleElement().asString().contains("APK_shared");
    }

    @Test
    void ownerIsAUserOfOneRealm() {
        RootIndex index =
                index(
                        open("acme", parent(ownUser("ada"))),
                        open("globex", parent(new ParentOwner("id-of-staff", "ada"))));
        assertThat(index.byOwner("id-of-acme", "ada").map(OptedIn::realmName)).contains("acme");
        assertThat(index.byOwner("id-of-staff", "ada").map(OptedIn::realmName)).contains("globex");
        // The admins of another realm may give any id to a user.
        assertThat(index.byOwner("id-of-globex", "ada")).isEmpty();
        assertThat(index.faults()).isEmpty();
    }

    @Test
    void ownerOfTwoRealmsOwnsNeither() {
        RootIndex index =
                index(
                        open("acme", parent(ownUser("ada"))),
                        open("globex", parent(new ParentOwner("id-of-acme", "ada"))));
        assertThat(index.byOwner("id-of-acme", "ada")).isEmpty();
        assertThat(index.faults()).singleElement().asString().contains("acme, globex");
    }

    @Test
    void nameThatTwoRealmsClaimBelongsToNeither() {
        RootIndex index =
                index(
                        open("acme", host("a.test", "shared.test")),
                        open("globex", host("shared.test")));
        assertThat(index.byHostName("shared.test")).isEmpty();
        assertThat(name(index.byHostName("a.test"))).contains("acme");
        assertThat(index.faults())
                .singleElement()
                .asString()
                .contains("shared.test", "acme, globex");
    }

    @Test
    void hostNameOrDefaultTenantStandsForTheServer() {
        RootIndex index = index(open("acme", host("a.test")), open("globex", RootClaims.NONE));
        assertThat(name(index.ofServer("A.test", "globex"))).contains("acme");
        assertThat(name(index.ofServer("b.test", "globex"))).contains("globex");
        assertThat(name(index.ofServer(null, "globex"))).contains("globex");
        assertThat(index.ofServer("b.test", null)).isEmpty();
        assertThat(name(index(open("acme", RootClaims.NONE)).ofServer("b.test", null)))
                .contains("acme");
    }

    @Test
    void domainIsTheSameInEachScript() {
        RootIndex index = index(open("acme", domain("b\u00fccher.test")));
        assertThat(name(index.byEmailDomain("xn--bcher-kva.test"))).contains("acme");
        assertThat(name(index.byEmailDomain("B\u00dcCHER.test"))).contains("acme");
        RootIndex both =
                index(
                        open("acme", domain("b\u00fccher.test")),
                        open("globex", domain("xn--bcher-kva.test")));
        assertThat(both.byEmailDomain("b\u00fccher.test")).isEmpty();
    }

    @Test
    void slugIsTheNameInAnyCase() {
        RootIndex index =
                index(
                        open("Acme", RootClaims.NONE),
                        open("globex", RootClaims.NONE),
                        closed("GLOBEX", RootClaims.NONE),
                        closed("initech", RootClaims.NONE));
        assertThat(name(index.bySlug("acme"))).contains("Acme");
        assertThat(index.bySlug("globex")).isEmpty();
        assertThat(index.bySlug("initech")).isEmpty();
        assertThat(name(index.byName("globex"))).contains("globex");
    }

    @Test
    void realmThatIsClosedForAWhileLosesNothingToAnother() {
        RootIndex index = index(closed("acme", host("a.test")), open("globex", host("a.test")));
        assertThat(index.byHostName("a.test")).isEmpty();
        assertThat(index(closed("acme", host("a.test"))).byHostName("a.test")).isEmpty();
    }

    @Test
    void optionWinsOverClaims() {
        List<OptedIn> realms =
                List.of(open("acme", RootClaims.NONE), open("globex", host("a.test")));
        AssignedNames byName = new AssignedNames(Map.of("a.test", "acme"), Map.of());
        AssignedNames byId = new AssignedNames(Map.of("a.test", "id-of-acme"), Map.of());
        for (AssignedNames assigned : List.of(byName, byId)) {
            RootIndex index = new RootIndex(realms, assigned);
            assertThat(name(index.byHostName("a.test"))).contains("acme");
            assertThat(index.faults()).isEmpty();
        }
    }

    @Test
    void optionForARealmThatIsNotThereTakesTheNameFromTheOthers() {
        RootIndex index =
                new RootIndex(
                        List.of(open("globex", host("a.test"))),
                        new AssignedNames(Map.of("a.test", "acme"), Map.of()));
        assertThat(index.byHostName("a.test")).isEmpty();
        assertThat(index.faults()).singleElement().asString().contains("a.test", "acme");
    }

    @Test
    void tenantIdIsTheClaimedOneOrTheRealmsOwn() {
        RootIndex index = index(open("acme", id("claimed")), open("globex", RootClaims.NONE));
        assertThat(name(index.byTenantId("claimed"))).contains("acme");
        assertThat(index.byTenantId("tenant-acme")).isEmpty();
        assertThat(name(index.byTenantId("tenant-globex"))).contains("globex");
        assertThat(index.isTenantIdOfAnother("claimed", "id-of-acme")).isFalse();
    }

    @Test
    void realmWhoseOwnIdAnotherClaimsKeepsIt() {
        RootIndex index = index(open("acme", RootClaims.NONE), open("globex", id("tenant-acme")));
        assertThat(name(index.byTenantId("tenant-acme"))).contains("acme");
        assertThat(name(index.byTenantId("tenant-globex"))).contains("globex");
        assertThat(index.isTenantIdOfAnother("tenant-acme", "id-of-globex")).isTrue();
        assertThat(index.faults()).singleElement().asString().contains("tenant-acme", "globex");
    }

    @Test
    void tenantIdThatTwoClaimIsNeitherOnes() {
        RootIndex index = index(open("acme", id("claimed")), closed("globex", id("claimed")));
        assertThat(index.byTenantId("claimed")).isEmpty();
        assertThat(name(index.byTenantId("tenant-acme"))).contains("acme");
        assertThat(index.isTenantIdOfAnother("claimed", "id-of-acme")).isTrue();
        assertThat(index.faults()).hasSize(2);
    }

    @Test
    void originsOfAllTenantsMayReadWhatComesBeforeTheTenantIsKnown() {
        RootIndex index =
                index(
                        realm(
                                "acme",
                                RootClaims.NONE,
                                Optional.of(withOrigins("acme", false, "https://a.test"))),
                        realm(
                                "globex",
                                RootClaims.NONE,
                                Optional.of(withOrigins("globex", true, "https://g.test"))));
        assertThat(index.webOrigins())
                .isEqualTo(
                        new TenantDirectory.WebOrigins(
                                Set.of("https://a.test", "https://g.test"), true));
        assertThat(index().webOrigins()).isEqualTo(new TenantDirectory.WebOrigins(Set.of(), false));
    }

    @Test
    void idOfTheDefaultTenantComesBeforeItsName() {
        RootIndex index = index(open("acme", RootClaims.NONE), open("id-of-acme", RootClaims.NONE));
        assertThat(name(index.byIdOrName("id-of-acme"))).contains("acme");
        assertThat(name(index.byIdOrName("acme"))).contains("acme");
        assertThat(name(index.byRealmId("id-of-id-of-acme"))).contains("id-of-acme");
        assertThat(name(index.first())).contains("acme");
        assertThat(index.byIdOrName("initech")).isEmpty();
    }

    @Test
    void keyThatTwoRealmsHaveIsListedOnce() throws JsonProcessingException {
        OptedIn acme =
                realm("acme", RootClaims.NONE, Optional.of(entry("acme", Set.of("k"), key("k"))));
        OptedIn copy =
                realm("copy", RootClaims.NONE, Optional.of(entry("copy", Set.of("k"), key("k"))));
        JsonNode keys = new ObjectMapper().readTree(index(acme, copy).signingKeys().keys());
        assertThat(keys.findValuesAsText("kid")).containsExactly("k");
        assertThat(index(acme, copy).byKeyId("k")).hasSize(2);
    }

    @Test
    void keyOfItsOwnIdStandsAloneUnderIt() throws JsonProcessingException {
        JWK genuine = key("k");
        genuine.setAlgorithm("genuine");
        JWK squatter = key("k");
        squatter.setAlgorithm("squatter");
        OptedIn acme =
                realm("acme", RootClaims.NONE, Optional.of(entry("acme", Set.of(), squatter)));
        OptedIn globex =
                realm(
                        "globex",
                        RootClaims.NONE,
                        Optional.of(entry("globex", Set.of("k"), genuine, key("other"))));
        RootIndex index = index(acme, globex);
        JsonNode keys = new ObjectMapper().readTree(index.signingKeys().keys());
        assertThat(keys.findValuesAsText("kid")).containsExactly("k", "other");
        assertThat(keys.findValuesAsText("alg")).containsExactly("genuine");
        assertThat(index.byKeyId("k")).extracting(Entry::name).containsExactly("acme", "globex");
        assertThat(index.byKeyId("other")).hasSize(1);
        assertThat(index.byKeyId("unknown")).isEmpty();
    }
}
