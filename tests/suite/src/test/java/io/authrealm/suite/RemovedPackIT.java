package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.authrealm.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Passwords, deleted users and trusted devices without the pack, and with it again; and what the
 * documentation says of importing a realm that is there and of a jar that went first.
 */
@DisabledIfSystemProperty(
        named = "authrealm.test.server",
        matches = "containers",
        disabledReason = "needs a server process that it can stop")
@Order(3)
@OwnServer
class RemovedPackIT {

    private static final StoredPassword BCRYPT =
            StoredPassword.encoded("$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS");

    private final Path with = Distribution.copyForPostgres("with-pack");
    private final Path without = Distribution.copyForPostgres("without-pack");

    private static KeycloakServer server(Path home, TestDatabase database, int port) {
        return TestServer.another(home, database).httpPort(port).shortLived().start();
    }

    private static TestRealm plainRealm(Admin admin) {
        return TestRealm.on(admin)
                .notOptedIn()
                // Keycloak refuses a user whose previous sign-in is not recorded yet.
                .with(r -> r.put("bruteForceProtected", false))
                .with(
                        r ->
                                r.remove(
                                        List.of(
                                                "authenticationFlows",
                                                "browserFlow",
                                                "resetCredentialsFlow",
                                                "clients",
                                                "clientScopeMappings",
                                                "passwordPolicy")));
    }

    @Test
    void passwordsStayValidAndTheRestWaitsUntilThePackIsBack()
            throws IOException, InterruptedException {
        Files.delete(without.resolve(TestServer.INSTALLED_JAR));
        try (TestDatabase database = TestDatabase.start("with-pack")) {
            walk(database);
        }
    }

    private void walk(TestDatabase database) throws IOException, InterruptedException {
        int port;
        Passwords passwords;
        DeletedUsers deleted;
        TrustedBrowsers trusted;
        ImportedAgain imported;
        try (KeycloakServer server = server(with, database, 0)) {
            port = URI.create(server.baseUrl()).getPort();
            Admin admin = new Admin(server.baseUrl());
            passwords = new Passwords(plainRealm(admin).create());
            // Keycloak does not start with an unknown policy.
            deleted =
                    new DeletedUsers(
                            TestRealm.on(admin)
                                    .with(r -> r.remove("passwordPolicy"))
                                    .setting("remember_device_enabled", "true")
                                    .create());
            trusted = new TrustedBrowsers(deleted.realm);
            imported = new ImportedAgain(admin);
        }

        deleted.assertAreIn(export(with, database, deleted.realm.name()));
        imported.importFiles(with, database);

        try (KeycloakServer server = server(without, database, port)) {
            assertThat(server.isRunning()).isTrue();
            passwords.areGoodWithoutThePack();
            deleted.areDisabledWithoutThePack();
            trusted.changeWithoutThePack();
        }

        try (KeycloakServer server = server(with, database, port)) {
            assertThat(server.isRunning()).isTrue();
            passwords.areGoodWithThePackAgain();
            deleted.areInTheBinAgainButForTheEnabledOne();
            trusted.areTrustedUnlessTheirUserHasChanged();
            imported.oneIsAsItWasAndTheOtherIsReplaced();
        }
    }

    /** What the README says of a jar that went before the policies that name it. */
    @Test
    void jarThatWentFirstStopsTheServerUntilItIsBack() throws IOException {
        Files.delete(without.resolve(TestServer.INSTALLED_JAR));
        try (TestDatabase database = TestDatabase.start("jar-went-first")) {
            int port;
            TestRealm realm;
            TestUser user;
            try (KeycloakServer server = server(with, database, 0)) {
                port = URI.create(server.baseUrl()).getPort();
                realm = TestRealm.on(new Admin(server.baseUrl())).create();
                user = realm.user();
            }

            assertThatThrownBy(() -> server(without, database, port))
                    .hasMessageContaining("Keycloak ended")
                    .hasMessageContaining("Password policy not found");

            try (KeycloakServer server = server(with, database, port)) {
                assertThat(server.isRunning()).isTrue();
                realm.signIn(user);
            }
        }
    }

    /** Two realms whose files are imported again by the command line. */
    private static final class ImportedAgain {

        private final Admin admin;
        private final TestRealm kept;
        private final TestRealm replaced;
        private final TestUser user;

        ImportedAgain(Admin admin) {
            this.admin = admin;
            kept = realm();
            replaced = realm();
            user = kept.user();
            replaced.user();
        }

        private TestRealm realm() {
            return TestRealm.on(admin).with(r -> r.remove("passwordPolicy")).create();
        }

        void importFiles(Path home, TestDatabase database)
                throws IOException, InterruptedException {
            run(home, database, "import", "--override", "false", "--file=" + file(home, kept));
            run(home, database, "import", "--file=" + file(home, replaced));
        }

        private static Path file(Path home, TestRealm realm) throws IOException {
            return Files.writeString(
                    home.resolveSibling(realm.name() + ".json"), realm.representation().toString());
        }

        void oneIsAsItWasAndTheOtherIsReplaced() {
            kept.signIn(user);
            assertThat(admin.get("/" + replaced.name() + "/users")).isEmpty();
            assertThat(admin.get("/" + replaced.name() + "/clients?clientId=" + TestRealm.CLIENT))
                    .hasSize(1);
        }
    }

    /** Passwords of a realm that uses only the pack's hashing. */
    private static final class Passwords {

        private final TestRealm realm;
        private final TestUser hashed;
        private final TestUser imported;
        private TestUser ofKeycloak;

        Passwords(TestRealm realm) {
            this.realm = realm;
            Browser.createClient(realm);
            hashed = realm.user();
            imported = realm.imported(BCRYPT, TestRealm.PASSWORD);
            assertSignsIn(imported);
            assertThat(realm.password(hashed).costs()).isEqualTo(Credential.COSTS);
            assertThat(realm.password(imported).costs()).isEqualTo(Credential.COSTS);
        }

        void areGoodWithoutThePack() {
            assertSignsIn(hashed);
            assertSignsIn(imported);
            ofKeycloak = realm.user();
            assertThat(realm.password(ofKeycloak).costs()).isEqualTo("m=7168,t=5,p=1");
        }

        void areGoodWithThePackAgain() {
            for (TestUser user : List.of(ofKeycloak, hashed, imported)) {
                assertSignsIn(user);
                assertThat(realm.password(user).costs()).isEqualTo(Credential.COSTS);
            }
        }

        private void assertSignsIn(TestUser user) {
            assertThat(Browser.directGrant(realm, user.email(), "wrong").text("error"))
                    .isEqualTo("invalid_grant");
            Browser.directGrant(realm, user.email(), user.password()).assertStatus(200);
        }
    }

    /** Two deleted users, one of whom is enabled while the pack is removed. */
    private static final class DeletedUsers {

        private final TestRealm realm;
        private final TestUser restored;
        private final TestUser enabled;

        DeletedUsers(TestRealm realm) {
            this.realm = realm;
            Browser.createClient(realm);
            restored = realm.user();
            enabled = realm.user();
            for (TestUser user : List.of(restored, enabled)) {
                realm.asOperator().delete("/v1/users/" + user.id()).assertStatus(204);
                assertThat(listed(user)).isEmpty();
            }
        }

        void assertAreIn(String export) {
            assertThat(export).contains(restored.email(), enabled.email());
        }

        void areDisabledWithoutThePack() {
            assertIsDisabled(restored);
            ObjectNode user = (ObjectNode) realm.get("/users/" + enabled.id());
            realm.admin().put(realm.path("/users/" + enabled.id()), user.put("enabled", true));
        }

        void areInTheBinAgainButForTheEnabledOne() {
            assertThat(listed(restored)).isEmpty();
            assertThat(listed(enabled)).hasSize(1);
            realm.signIn(enabled);
            Answer list = realm.asOperator().get("/v1/users/deleted").assertStatus(200);
            assertThat(list.json().path("items")).hasSize(1);
            realm.asOperator().post("/v1/users/" + restored.id() + "/restore").assertStatus(200);
            realm.signIn(restored);
        }

        /** Without the pack a deleted user is a disabled user, and nothing is lost. */
        private void assertIsDisabled(TestUser user) {
            JsonNode found = listed(user);
            assertThat(found).hasSize(1);
            assertThat(found.path(0).path("enabled").asBoolean()).isFalse();
            Browser.directGrant(realm, user.email(), user.password()).assertStatus(400);
        }

        private JsonNode listed(TestUser user) {
            return realm.get("/users?email=" + Admin.encoded(user.email()) + "&exact=true");
        }
    }

    /** Two browsers that their users trust. The password of one user is set in the meantime. */
    private static final class TrustedBrowsers {

        private static final String SECRET = "of-a-removed-pack";
        private static final String NEW = "a-new-horse-battery";

        private final TestRealm realm;
        private final TestUser same;
        private final TestUser changed;
        private final HostedPage ofSame;
        private final HostedPage ofChanged;

        TrustedBrowsers(TestRealm realm) {
            this.realm = realm;
            same = realm.userWithTotp(SECRET);
            changed = realm.userWithTotp(SECRET);
            ofSame = trustedBy(same);
            ofChanged = trustedBy(changed);
        }

        private HostedPage trustedBy(TestUser user) {
            HostedPage page = new HostedPage(realm);
            page.mfa(
                            Map.of(
                                    "mfa_token",
                                    page.signIn(user).assertChallenge(),
                                    "code",
                                    Totp.codeNow(SECRET),
                                    "remember",
                                    true))
                    .assertStatus(200);
            page.signIn(user).assertStatus(200);
            return page;
        }

        void changeWithoutThePack() {
            realm.setPassword(changed, NEW);
        }

        void areTrustedUnlessTheirUserHasChanged() {
            ofSame.signIn(same).assertStatus(200);
            ofChanged.signIn(changed.email(), NEW).assertChallenge();
        }
    }

    private static String export(Path home, TestDatabase database, String realm)
            throws IOException, InterruptedException {
        Path file = home.resolveSibling("export.json");
        run(home, database, "export", "--file=" + file, "--realm=" + realm);
        return Files.readString(file);
    }

    private static void run(Path home, TestDatabase database, String command, String... options)
            throws IOException, InterruptedException {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                home.resolve("bin/kc.sh").toString(),
                                command,
                                // As it was built for the server, also as to the database.
                                "--optimized"));
        words.addAll(List.of(options));
        words.addAll(TestServer.smsOptions());
        database.serverOptions().stream()
                .filter(option -> !option.startsWith("--db="))
                .forEach(words::add);
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .redirectErrorStream(true)
                        .redirectOutput(home.resolveSibling(command + ".log").toFile());
        builder.environment().put("JAVA_OPTS_APPEND", KeycloakServer.SHORT_LIVED);
        Process process = builder.start();
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).isZero();
    }
}
