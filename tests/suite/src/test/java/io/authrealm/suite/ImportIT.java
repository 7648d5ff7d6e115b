package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of users become users, each row once, independent of errors in other rows. */
class ImportIT {

    private static final String BCRYPT =
            "$2y$04$kbZDXmr2bf2o7tPPBRhMUOh8dvMUT6mhne6FNSMLDq1j8flAXiMWS";

    /** The parameters of a project of Firebase. */
    private static final Map<String, Object> PROJECT =
            Map.of(
                    "base64_signer_key",
                    "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
                    "base64_salt_separator",
                    "Bw==",
                    "rounds",
                    8,
                    "mem_cost",
                    4);

    @RegisterExtension
    static final TestRealm realm =
            TestRealm.fresh()
                    .with(
                            r -> {
                                r.put("registrationAllowed", true);
                                r.withArray("groups").addObject().put("name", "staff");
                                r.withArray("groups").addObject().put("name", "everybody");
                                r.withArray("defaultGroups").add("/everybody");
                            });

    @RegisterExtension static final TestRealm other = TestRealm.fresh();

    private static Api admin;

    @BeforeAll
    static void signInAdmin() {
        admin = realm.as(realm.admin("manage-users", "view-users", "query-groups"));
    }

    private static JsonNode errors(String path) {
        return admin.get(path + "/errors").assertStatus(200).json().path("items");
    }

    private static List<String> codes(String path) {
        List<String> codes = new ArrayList<>();
        errors(path).forEach(error -> codes.add(error.path("code").asText()));
        return codes;
    }

    private static String path(Answer progress) {
        return UserFile.IMPORTS + '/' + progress.text("id");
    }

    private static void assertCounts(Answer progress, int created, int skipped, int failed) {
        JsonNode json = progress.json();
        assertThat(
                        List.of(
                                json.path("seen").asInt(),
                                json.path("created").asInt(),
                                json.path("skipped").asInt(),
                                json.path("failed").asInt()))
                .as("%s", progress)
                .containsExactly(created + skipped + failed, created, skipped, failed);
    }

    private static JsonNode user(String email) {
        List<JsonNode> users = realm.usersWithEmail(email);
        assertThat(users).as("users with address %s", email).hasSize(1);
        return admin.get("/v1/users/" + users.get(0).path("id").asText()).assertStatus(200).json();
    }

    @PrivateApi
    @Test
    void filesOfOtherSystemsCreateUsers() {
        String auth0 = TestRealm.newEmail();
        String cognito = TestRealm.newEmail();
        String azure = TestRealm.newEmail();
        Answer ofAuth0 =
                UserFile.of(
                                "auth0",
                                "{\"email\":\"%s\",\"email_verified\":true,\"nickname\":\"Ada\",\"password_hash\":\"%s\"}"
                                        .formatted(auth0, BCRYPT))
                        .importBy(admin);
        assertCounts(ofAuth0, 1, 0, 0);
        assertThat(ofAuth0.text("state")).isEqualTo("completed");
        assertThat(user(auth0).path("display_name").asText()).isEqualTo("Ada");
        realm.api().login(auth0, TestRealm.PASSWORD).assertTokens();

        assertCounts(
                UserFile.of(
                                "cognito",
                                "Email,given_name,family_name,phone_number",
                                cognito + ",Grace,\"Hopper, Rear Admiral\",+49 (151) 2345-6789")
                        .importBy(admin),
                1,
                0,
                0);
        assertThat(user(cognito).path("display_name").asText())
                .isEqualTo("Grace Hopper, Rear Admiral");
        assertThat(user(cognito).path("phone").asText()).isEqualTo("+4915123456789");

        assertCounts(
                UserFile.of(
                                "azure_b2c",
                                "{\"value\":[{\"displayName\":\"Linus\",\"accountEnabled\":false,",
                                "\"identities\":[{\"signInType\":\"emailAddress\",\"issuerAssignedId\":\"%s\"}]}]}"
                                        .formatted(azure))
                        .importBy(admin),
                1,
                0,
                0);
        assertThat(user(azure).path("status").asText()).isEqualTo("suspended");
    }

    @PrivateApi
    @Test
    void nativeRowIsTheUserThatTheApiAndTheConsoleShow() {
        String email = "Native-" + TestRealm.newEmail();
        String id = UUID.randomUUID().toString();
        UserFile file =
                UserFile.of(
                        "native",
                        UserFile.row(
                                email,
                                row -> {
                                    row.put("id", id).put("email_verified", true);
                                    row.put("display_name", "Ada L.")
                                            .put("phone", "+4915112345678");
                                    row.put("phone_verified_at", "2021-02-03T04:05:06Z");
                                    row.put("created_at", "2019-05-06T07:08:09Z");
                                    row.put("locale", "de").put("mfa_required", true);
                                    row.put("password", TestRealm.PASSWORD);
                                    row.putObject("metadata").putObject("plan").put("seats", 3);
                                    row.putArray("groups").add("/staff");
                                    row.putArray("roles").add("offline_access");
                                }));
        assertCounts(file.importBy(admin), 1, 0, 0);

        JsonNode user = admin.get("/v1/users/" + id).assertStatus(200).json();
        assertThat(user.path("email").asText()).isEqualTo(email.toLowerCase());
        assertThat(user.path("display_name").asText()).isEqualTo("Ada L.");
        assertThat(user.path("phone").asText()).isEqualTo("+4915112345678");
        assertThat(user.path("phone_verified_at").asText()).isEqualTo("2021-02-03T04:05:06Z");
        assertThat(user.path("created_at").asText()).isEqualTo("2019-05-06T07:08:09Z");
        assertThat(user.path("email_verified_at").isNull()).isFalse();
        assertThat(user.path("status").asText()).isEqualTo("active");
        assertThat(user.path("metadata").toString())
                .isEqualTo("{\"plan\":{\"seats\":3},\"locale\":\"de\"}");
        assertThat(
                        admin.get("/v1/users/" + id + "/security")
                                .json()
                                .path("mfa_required")
                                .asBoolean())
                .isTrue();
        JsonNode shown = realm.get("/users/" + id);
        assertThat(shown.at("/attributes/displayName/0").asText()).isEqualTo("Ada L.");
        realm.api().login(email, TestRealm.PASSWORD).assertEnrollment();
        assertThat(realm.get("/users/" + id + "/groups").findValuesAsText("name"))
                .containsExactlyInAnyOrder("staff", "everybody");
        assertThat(realm.get("/users/" + id + "/role-mappings/realm").findValuesAsText("name"))
                .contains("offline_access", "default-roles-" + realm.name());
    }

    @PrivateApi
    @Test
    void secondFactorsMoveInAndAreAskedFor() {
        String secret = "imported-app-secret!";
        String app = TestRealm.newEmail();
        String codes = TestRealm.newEmail();
        Answer progress =
                UserFile.of(
                                "native",
                                UserFile.row(
                                        app,
                                        row -> {
                                            row.put("password_hash", BCRYPT);
                                            // printf imported-app-secret! | base32
                                            row.putArray("totp")
                                                    .addObject()
                                                    .put(
                                                            "secret",
                                                            "NFWXA33SORSWILLBOBYC243FMNZGK5BB")
                                                    .put("label", "Phone");
                                        }),
                                UserFile.row(
                                        codes,
                                        row -> {
                                            row.put("password_hash", BCRYPT);
                                            row.put("mfa_required", true);
                                            row.withArray("totp")
                                                    .addObject()
                                                    .put(
                                                            "secret",
                                                            "NFWXA33SORSWILLBOBYC243FMNZGK5BB");
                                            row.putArray("recovery_codes")
                                                    .add("first-code-of-two")
                                                    .add("second-code-of-two")
                                                    .add("third-code-is-left");
                                        }),
                                UserFile.row(TestRealm.newEmail()))
                        .importBy(admin);
        assertCounts(progress, 3, 0, 0);
        assertThat(progress.json().path("mfa_required").asInt()).isEqualTo(1);
        assertThat(progress.json().path("totp").asInt()).isEqualTo(2);
        assertThat(progress.json().path("recovery_codes").asInt()).isEqualTo(1);

        String challenge = realm.api().login(app, TestRealm.PASSWORD).assertChallenge();
        realm.api().mfa(challenge, Totp.wrongCode(secret)).assertError(401, "mfa.code_invalid");
        realm.api().mfa(challenge, Totp.codeNow(secret)).assertTokens();

        challenge = realm.api().login(codes, TestRealm.PASSWORD).assertChallenge();
        realm.api().mfa(challenge, "second-code-of-two").assertTokens();
        challenge = realm.api().login(codes, TestRealm.PASSWORD).assertChallenge();
        realm.api().mfa(challenge, "secondcodeoftwo").assertError(401, "mfa.code_invalid");
        realm.api().mfa(challenge, "first code of two").assertTokens();
        for (String line : TestServer.log()) {
            assertThat(line).doesNotContain("NFWXA33SORSWILLBOBYC243FMNZGK5BB");
        }
    }

    @PrivateApi
    @Test
    void hashesOfFirebaseNeedTheParametersOfTheProject() {
        String email = TestRealm.newEmail();
        String user =
                "{\"users\": [\n{\"localId\":\"1\",\"email\":\"%s\",\"salt\":\"96MVNVCwuW3zhw==\",\"passwordHash\":\"mGa4NCIYbkIWiV1aRX/X4/Q6aBjUSl5kq/U/d9lmAkYwysKTRM/uWOqGtfK+8bCCXR22huDmMDvw3DoGWz3xYQ==\"}]}"
                        .formatted(email);
        UserFile file = UserFile.of("firebase", user);
        Answer without = file.importBy(admin);
        assertCounts(without, 0, 0, 1);
        assertThat(codes(path(without))).containsExactly("hash_parameters_required");

        String path = UserFile.start(admin, Map.of("source", "firebase", "hash_config", PROJECT));
        assertCounts(UserFile.feed(admin, path, 0, file.content(), true), 1, 0, 0);
        realm.api().login(email, "password").assertTokens();

        Api keyed = admin.with("Idempotency-Key", TestRealm.random());
        keyed.post(
                        UserFile.IMPORTS,
                        Map.of("source", "firebase", "hash_config", Map.of("rounds", 8)))
                .assertInvalidField("hash_config", "invalid");
        keyed.post(UserFile.IMPORTS, Map.of("source", "firebase", "hash_config", PROJECT))
                .assertStatus(201);
        keyed.post(UserFile.IMPORTS, Map.of("source", "firebase")).assertError(409, "conflict");
    }

    /** The files in which the vendors describe users like ours. */
    @PrivateApi
    @ParameterizedTest
    @CsvSource({
        "auth0, auth0.json, mary.o'connor, true",
        "firebase, firebase.json, mary.o'connor, false",
        "firebase, firebase.csv, mary.o'connor, false",
        "supabase, supabase.csv, mary.o'connor, false",
        "supabase, supabase.json, mary.o'connor, true",
        "okta, okta.json, pbkdf2, false",
        "keycloak, keycloak.json, mary.o'connor, true"
    })
    void userOfAFileSignsInWithTheOldPasswordAndFactor(
            String source, String file, String name, boolean hasFactor) throws IOException {
        TestRealm moved =
                TestRealm.fresh()
                        .with(r -> r.withArray("groups").addObject().put("name", "staff"))
                        .create();
        try {
            Api mover = moved.as(moved.admin("realm-admin"));
            Map<String, Object> request = new HashMap<>(Map.of("source", source));
            if (source.equals("firebase")) {
                request.put("hash_config", PROJECT);
            }
            byte[] content =
                    Files.readAllBytes(
                            Path.of("../../providers/core/src/test/resources/vendor-files", file));
            UserFile.feed(mover, UserFile.start(mover, request), 0, content, true)
                    .assertStatus(200);

            Answer login = moved.api().login(name + "@acme.example", "password");
            if (hasFactor) {
                login.assertChallenge();
            } else {
                login.assertTokens();
            }
        } finally {
            moved.close();
        }
    }

    @PrivateApi
    @Test
    void rowMayNameWhatEachUserOfTheRealmGets() {
        String email = TestRealm.newEmail();
        String defaultRole = "default-roles-" + realm.name();
        UserFile file =
                UserFile.of(
                        "native",
                        UserFile.row(
                                email,
                                row -> {
                                    row.putArray("roles").add(defaultRole).add("offline_access");
                                    row.putArray("groups").add("/everybody").add("everybody");
                                    row.withArray("groups").add("/staff");
                                }),
                        UserFile.row(TestRealm.newEmail()));
        String path = UserFile.start(admin, Map.of("source", "native", "on_existing", "skip"));
        assertCounts(UserFile.feed(admin, path, 0, file.content(), true), 2, 0, 0);
        String id = user(email).path("id").asText();
        assertThat(realm.get("/users/" + id + "/groups").findValuesAsText("name"))
                .containsExactlyInAnyOrder("everybody", "staff");
        assertThat(realm.get("/users/" + id + "/role-mappings/realm").findValuesAsText("name"))
                .containsExactlyInAnyOrder(defaultRole, "offline_access");
    }

    @Test
    void addressesMayHaveSignsThatUserNamesMayNot() {
        List<String> emails =
                List.of(
                        "mary.o'connor+" + TestRealm.newEmail(),
                        "a&b=c~d#e/f%g+" + TestRealm.newEmail());
        assertCounts(
                UserFile.ofLines(2, i -> UserFile.row(emails.get(i))).importBy(admin), 2, 0, 0);
        for (String email : emails) {
            assertThat(user(email).path("email").asText()).isEqualTo(email);
        }
    }

    @Test
    void everyFormatOfHashesSignsIn() {
        List<KnownAnswer> formats = KnownAnswer.ofEachFormat();
        String marker = TestRealm.random();
        UserFile file =
                UserFile.ofLines(
                        formats.size(),
                        i ->
                                UserFile.row(
                                        marker + i + "@example.test",
                                        row -> row.put("password_hash", formats.get(i).encoded())));
        assertCounts(file.importBy(admin), formats.size(), 0, 0);
        for (int i = 0; i < formats.size(); i++) {
            Answer answer =
                    realm.api().login(marker + i + "@example.test", formats.get(i).password());
            assertThat(answer.status()).as("%s: %s", formats.get(i), answer).isEqualTo(200);
        }
    }

    @Test
    void unverifiableHashesAreRefused() {
        String good = TestRealm.newEmail();
        Answer progress =
                UserFile.of(
                                "native",
                                UserFile.row(
                                        TestRealm.newEmail(),
                                        row -> row.put("password_hash", "secret-of-a-row")),
                                UserFile.row(
                                        TestRealm.newEmail(),
                                        row ->
                                                row.put(
                                                        "password_hash",
                                                        BCRYPT.replace("$04$", "$31$"))),
                                UserFile.row(good, row -> row.put("password_hash", BCRYPT)))
                        .importBy(admin);
        assertCounts(progress, 1, 0, 2);
        assertThat(codes(path(progress)))
                .containsExactly("password_hash_unsupported", "password_hash_too_costly");
        assertThat(errors(path(progress)).toString()).doesNotContain("secret-of-a-row", "$2y$");
        realm.api().login(good, TestRealm.PASSWORD).assertTokens();
    }

    @Test
    void dryRunSaysWhatWouldHappenAndWritesNoUser() {
        String email = TestRealm.newEmail();
        UserFile file = UserFile.of("native", UserFile.row(email), "{\"email\":\"bad\"}");
        String path = UserFile.start(admin, Map.of("source", "native", "dry_run", true));
        assertCounts(UserFile.feed(admin, path, 0, file.content(), true), 1, 0, 1);
        assertThat(codes(path)).containsExactly("invalid_email");
        assertThat(realm.usersWithEmail(email)).isEmpty();
    }

    @Test
    void chunksOfAnySizeCreateTheSameUsers() {
        String marker = TestRealm.random();
        UserFile file =
                UserFile.ofLines(
                        450,
                        i ->
                                UserFile.row(
                                        marker + i + "@example.test",
                                        r -> r.put("display_name", "ä" + i)));
        String path = UserFile.start(admin, Map.of("source", "native"));
        int before = realm.numberOfUsers();
        Answer progress = file.feedRest(admin, path, 9_973);
        assertCounts(progress, 450, 0, 0);
        assertThat(progress.json().path("offset").asInt()).isEqualTo(file.content().length);
        assertThat(realm.numberOfUsers() - before).isEqualTo(450);
        UserFile.feed(admin, path, 0, file.content(), true).assertError(409, "conflict");
        assertThat(realm.numberOfUsers() - before).isEqualTo(450);
    }

    @Test
    void contentAtTheWrongOffsetIsRefusedAndTheRightOffsetNamed() {
        String path = UserFile.start(admin, Map.of("source", "native"));
        Answer refused = UserFile.feed(admin, path, 7, new byte[] {'x'}, false);
        refused.assertError(409, "conflict");
        assertThat(refused.json().at("/error/metadata/offset").asInt()).isZero();
        for (String query : List.of("", "?offset=", "?offset=-1", "?offset=1e3")) {
            admin.send("PUT", path + "/content" + query, "text/csv", new byte[0])
                    .assertError(400, "bad_request");
        }
    }

    @Test
    void sameKeyIsTheSameImport() {
        Api keyed = admin.with("Idempotency-Key", TestRealm.random());
        List<Answer> answers =
                Parallel.run(6, 6, i -> keyed.post(UserFile.IMPORTS, Map.of("source", "auth0")));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
        assertThat(answers.stream().map(answer -> answer.text("id")).distinct()).hasSize(1);
        keyed.post(UserFile.IMPORTS, Map.of("source", "native")).assertError(409, "conflict");
        admin.post(UserFile.IMPORTS, Map.of("source", "native")).assertError(400, "bad_request");
        keyed.post(UserFile.IMPORTS, Map.of("source", "ping"))
                .assertError(400, "user.import_source_invalid");
        keyed.post(UserFile.IMPORTS, Map.of("source", "native", "on_existing", "merge"))
                .assertInvalidField("on_existing", "not_allowed");
    }

    @Test
    void sameContentAtTheSameTimeIsImportedOnce() {
        String marker = TestRealm.random();
        UserFile file = UserFile.ofLines(300, i -> UserFile.row(marker + i + "@example.test"));
        String path = UserFile.start(admin, Map.of("source", "native"));
        int before = realm.numberOfUsers();
        List<Answer> answers =
                Parallel.run(3, 3, i -> UserFile.feed(admin, path, 0, file.content(), true));
        assertThat(answers).extracting(Answer::status).containsOnlyOnce(200);
        assertThat(answers).extracting(Answer::status).isSubsetOf(200, 409, 503);
        assertThat(realm.numberOfUsers() - before).isEqualTo(300);
        assertCounts(admin.get(path), 300, 0, 0);
    }

    @Test
    void signUpsDuringAnImportEndInOneUserForEachAddress() throws Exception {
        String marker = TestRealm.random();
        int rows = 400;
        UserFile file = UserFile.ofLines(rows, i -> UserFile.row(marker + i + "@example.test"));
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<Answer> importing = executor.submit(() -> file.importBy(admin));
            List<Answer> signUps =
                    Parallel.run(
                            40,
                            4,
                            i ->
                                    realm.api()
                                            .signUp(
                                                    marker + (rows - 1 - i) + "@example.test",
                                                    TestRealm.PASSWORD));
            long signedUp = signUps.stream().filter(answer -> answer.status() == 201).count();
            Answer progress = importing.get();
            assertCounts(progress, rows - (int) signedUp, 0, (int) signedUp);
            for (int i = 0; i < 40; i++) {
                assertThat(realm.usersWithEmail(marker + (rows - 1 - i) + "@example.test"))
                        .hasSize(1);
            }
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void brokenRecordsAreErrorsOfTheirLine() {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        String good = TestRealm.newEmail();
        String again = good.toUpperCase();
        content.writeBytes(UserFile.of("", UserFile.row(good), "", "{\"email\":").content());
        content.writeBytes(UserFile.of("", "x".repeat(1 << 21)).content());
        content.writeBytes(
                "{\"email\":\"\u00e4@example.test\"}\n".getBytes(StandardCharsets.ISO_8859_1));
        content.writeBytes(UserFile.of("", UserFile.row(again)).content());
        content.writeBytes("{\"email\":\"cut@exam".getBytes(StandardCharsets.UTF_8));
        Answer progress = new UserFile("native", content.toByteArray()).importBy(admin);
        assertCounts(progress, 1, 0, 5);
        assertThat(codes(path(progress)))
                .containsExactly(
                        "invalid_json",
                        "too_long",
                        "invalid_encoding",
                        "email_exists",
                        "invalid_json");
        assertThat(errors(path(progress)).findValuesAsText("line"))
                .containsExactly("3", "4", "5", "6", "7");
    }

    @Test
    void fileOfAnotherFormatEndsItsImport() {
        Answer progress =
                UserFile.of("azure_b2c", "email,name", "a@example.test,A").importBy(admin);
        assertThat(progress.text("state")).isEqualTo("malformed");
        assertThat(codes(path(progress))).containsExactly("malformed");
        Answer cut = UserFile.of("azure_b2c", "{\"value\":[{\"mail\":\"a").importBy(admin);
        assertThat(cut.text("state")).isNotEqualTo("open");
        assertCounts(cut, 0, 0, 1);
    }

    @Test
    void namesThatASpreadsheetWouldExecuteAreRefused() {
        Answer progress =
                UserFile.of(
                                "cognito",
                                "email,name,phone_number",
                                TestRealm.newEmail() + ",\"=HYPERLINK(1)\",",
                                TestRealm.newEmail() + ",Ada,+4915112345678")
                        .importBy(admin);
        assertCounts(progress, 1, 0, 1);
        assertThat(codes(path(progress))).containsExactly("formula");
    }

    @PrivateApi
    @Test
    void addressesOfUsersAndOfDeletedUsersAreErrorsOrSkipped() {
        TestUser there = realm.user();
        TestUser deleted = realm.user();
        admin.delete("/v1/users/" + deleted.id()).assertStatus(204);
        UserFile file =
                UserFile.of(
                        "native",
                        UserFile.row(there.email().toUpperCase()),
                        UserFile.row(deleted.email()));
        Answer progress = file.importBy(admin);
        assertCounts(progress, 0, 0, 2);
        assertThat(codes(path(progress))).containsExactly("email_exists", "email_exists");
        String path = UserFile.start(admin, Map.of("source", "native", "on_existing", "skip"));
        assertCounts(UserFile.feed(admin, path, 0, file.content(), true), 0, 2, 0);
    }

    @PrivateApi
    @Test
    void idsOfUsersOfAnyRealmAreTaken() {
        TestUser elsewhere = other.user();
        Answer progress =
                UserFile.of(
                                "native",
                                UserFile.row(
                                        TestRealm.newEmail(), row -> row.put("id", elsewhere.id())))
                        .importBy(admin);
        assertThat(codes(path(progress))).containsExactly("id_taken");
        assertThat(other.get("/users/" + elsewhere.id()).path("email").asText())
                .isEqualTo(elsewhere.email());
    }

    @Test
    void refusedRowDoesNotAffectOthers() {
        TestUser elsewhere = other.user();
        String email = TestRealm.newEmail();
        Answer progress =
                UserFile.of(
                                "native",
                                UserFile.row(email, row -> row.put("id", elsewhere.id())),
                                UserFile.row(email))
                        .importBy(admin);
        assertCounts(progress, 1, 0, 1);
        assertThat(codes(path(progress))).containsExactly("id_taken");
    }

    @Test
    void adminCannotAssignRolesBeyondTheirRights() {
        realm.admin().create(realm.path("/roles"), Map.of("name", "chief"));
        String management =
                realm.get("/clients?clientId=realm-management").get(0).path("id").asText();
        JsonNode manageRealm = realm.get("/clients/" + management + "/roles/manage-realm");
        realm.post("/roles/chief/composites", Answer.JSON.createArrayNode().add(manageRealm));
        Answer progress =
                UserFile.of(
                                "native",
                                UserFile.row(
                                        TestRealm.newEmail(),
                                        row -> row.putArray("roles").add("chief")),
                                UserFile.row(
                                        TestRealm.newEmail(),
                                        row -> row.putArray("roles").add("nobody-made-this")),
                                UserFile.row(
                                        TestRealm.newEmail(),
                                        row -> row.putArray("groups").add("/staff/none")))
                        .importBy(admin);
        assertCounts(progress, 0, 0, 3);
        assertThat(codes(path(progress)))
                .containsExactly("not_allowed", "not_allowed", "not_allowed");
    }

    @Test
    void compressedOrLargeChunksAreRefused() throws IOException {
        String path = UserFile.start(admin, Map.of("source", "native"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(UserFile.of("", UserFile.row(TestRealm.newEmail())).content());
        }
        UserFile.feed(admin.with("Content-Encoding", "gzip"), path, 0, packed.toByteArray(), true)
                .assertError(400, "bad_request");
        UserFile.feed(admin, path, 0, new byte[11 << 20], true)
                .assertError(422, "user.import_file_too_large");
        assertThat(admin.get(path).text("state")).isEqualTo("open");
    }

    @Test
    void importsBelongToTheirTenant() {
        String path = UserFile.start(admin, Map.of("source", "native"));
        Api stranger = other.as(other.admin("manage-users"));
        String unknown = UserFile.IMPORTS + '/' + UUID.randomUUID();
        for (String rest : List.of("", "/errors")) {
            stranger.get(path + rest).assertError(404, "not_found");
            admin.get(unknown + rest).assertError(404, "not_found");
            admin.get(UserFile.IMPORTS + "/no-id" + rest).assertError(400, "bad_request");
        }
        UserFile.feed(stranger, path, 0, new byte[0], true).assertError(404, "not_found");
        stranger.delete(path).assertError(404, "not_found");
        assertThat(admin.get(path).text("state")).isEqualTo("open");
    }

    @Test
    void cancelledImportAcceptsNothingMore() {
        String path = UserFile.start(admin, Map.of("source", "native"));
        byte[] content = UserFile.of("", UserFile.row(TestRealm.newEmail())).content();
        UserFile.feed(admin, path, 0, content, false).assertStatus(200);
        admin.delete(path).assertStatus(204);
        admin.delete(path).assertStatus(204);
        assertThat(admin.get(path).text("state")).isEqualTo("cancelled");
        UserFile.feed(admin, path, content.length, content, true).assertError(409, "conflict");
    }

    @Test
    void errorsComeInPages() {
        Answer progress = UserFile.ofLines(250, i -> "{}").importBy(admin);
        String path = path(progress);
        List<String> lines = new ArrayList<>();
        String cursor = "";
        do {
            Answer page = admin.get(path + "/errors?limit=100&cursor=" + cursor).assertStatus(200);
            page.json().path("items").forEach(e -> lines.add(e.path("line").asText()));
            cursor = page.text("next_cursor");
        } while (!cursor.isEmpty());
        assertThat(lines).hasSize(250).doesNotHaveDuplicates();
        admin.get(path + "/errors?cursor=AAAA").assertError(400, "bad_request");
    }

    @Test
    void eventsNameEveryUserAndNoSecret() {
        String email = TestRealm.newEmail();
        realm.updateRealm(r -> r.put("adminEventsDetailsEnabled", true));
        Answer progress =
                UserFile.of("native", UserFile.row(email, r -> r.put("password_hash", BCRYPT)))
                        .importBy(admin);
        String id = user(email).path("id").asText();
        assertThat(realm.adminEvents())
                .doNotMention("$2y$")
                .resourcePaths()
                .contains("users/" + id, "imports/" + progress.text("id"));
        for (String line : TestServer.log()) {
            assertThat(line).doesNotContain(BCRYPT);
        }
    }
}
