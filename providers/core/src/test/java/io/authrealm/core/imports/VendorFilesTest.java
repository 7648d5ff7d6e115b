package io.authrealm.core.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.core.hash.HashFormats;
import io.authrealm.core.hash.HashReading;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole files in the form in which each vendor writes them, with users of our own. */
final class VendorFilesTest {

    private static final HashFormats FORMATS = new HashFormats(VendorFilesTest::argon2, 64L << 20);

    private static final String MARY = "mary.o'connor@acme.example";

    /** The parameters that Firebase's console shows. */
    private static final FirebaseParameters PROJECT =
            new FirebaseParameters(
                    "jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==",
                    "Bw==",
                    8,
                    4);

    private static byte[] argon2(Argon2Parameters parameters, Argon2Input input) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                parameters.type().number())
                        .withVersion(parameters.version())
                        .withMemoryAsKB(parameters.memoryKib())
                        .withIterations(parameters.iterations())
                        .withParallelism(parameters.parallelism())
                        .withSalt(input.salt())
                        .build());
        byte[] tag = new byte[parameters.tagLength()];
        generator.generateBytes(input.password(), tag);
        return tag;
    }

    private static List<ParsedRow> parse(
            ImportSource source, String file, @Nullable FirebaseParameters project) {
        try (InputStream in = VendorFilesTest.class.getResourceAsStream("/vendor-files/" + file)) {
            RecordReader reader = RecordReader.start(source, in, true);
            ImportRows rows = new ImportRows(source, Rows.NOW, project);
            List<ParsedRow> parsed = new ArrayList<>();
            ReadResult next = reader.next();
            while (next instanceof ReadResult.Record found) {
                parsed.add(rows.parse(found));
                next = reader.next();
            }
            assertThat(next).isInstanceOf(ReadResult.EndOfPart.class);
            return parsed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private record Users(Map<String, ImportRow> byAddress) {

        ImportRow get(String address) {
            ImportRow row = byAddress.get(address);
            assertThat(row).as(address).isNotNull();
            return Objects.requireNonNull(row);
        }
    }

    /** The rows that are users. */
    private static Users users(ImportSource source, String file) {
        return new Users(
                parse(source, file, PROJECT).stream()
                        .filter(ParsedRow.Row.class::isInstance)
                        .map(row -> ((ParsedRow.Row) row).row())
                        .collect(Collectors.toMap(ImportRow::email, Function.identity())));
    }

    private static List<String> codes(ImportSource source, String file) {
        return parse(source, file, PROJECT).stream()
                .filter(ParsedRow.Refused.class::isInstance)
                .map(row -> ((ParsedRow.Refused) row).code())
                .toList();
    }

    private static void assertPassword(ImportRow row) {
        assertThat(FORMATS.read(row.passwordHash()))
                .as(row.email())
                .isInstanceOfSatisfying(
                        HashReading.Verifiable.class,
                        read -> {
                            assertThat(read.hash().matches("password".getBytes(UTF_8))).isTrue();
                            assertThat(read.hash().matches("Password".getBytes(UTF_8))).isFalse();
                        });
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH0, auth0.json",
        "COGNITO, cognito.csv",
        "AZURE_B2C, azure-b2c.json",
        "FIREBASE, firebase.json",
        "FIREBASE, firebase.csv",
        "SUPABASE, supabase.csv",
        "SUPABASE, supabase.json",
        "OKTA, okta.json",
        "KEYCLOAK, keycloak.json"
    })
    void maryMovesInWhole(ImportSource source, String file) {
        ImportRow mary = users(source, file).get(MARY);

        assertThat(mary.displayName()).isEqualTo("Mary O'Connor");
        assertThat(mary.phone()).isEqualTo("+447400123456");
        assertThat(mary.suspended()).isFalse();
        assertThat(mary.emailVerified())
                .isEqualTo(source != ImportSource.AZURE_B2C && source != ImportSource.OKTA);
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH0, auth0.json",
        "FIREBASE, firebase.json",
        "FIREBASE, firebase.csv",
        "FIREBASE, firebase-admin-sdk.json",
        "SUPABASE, supabase.csv",
        "SUPABASE, supabase.json",
        "KEYCLOAK, keycloak.json"
    })
    void marysPasswordIsRight(ImportSource source, String file) {
        assertPassword(users(source, file).get(MARY));
    }

    @ParameterizedTest
    @CsvSource({
        "AUTH0, auth0.json, true",
        "AZURE_B2C, azure-b2c.json, true",
        "FIREBASE, firebase.json, true",
        "FIREBASE, firebase.csv, true",
        "SUPABASE, supabase.csv, true",
        "OKTA, okta.json, true",
        "KEYCLOAK, keycloak.json, true",
        "COGNITO, cognito.csv, false"
    })
    void userWhoMayNotSignInIsSuspended(ImportSource source, String file, boolean suspended) {
        assertThat(users(source, file).get("lee@acme.example").suspended()).isEqualTo(suspended);
    }

    @Test
    void auth0() {
        Users users = users(ImportSource.AUTH0, "auth0.json");

        assertThat(users.byAddress()).hasSize(2);
        assertThat(users.get(MARY).phoneVerifiedAt()).isEqualTo(Rows.NOW);
        assertThat(users.get(MARY).mfaRequired()).isTrue();
        assertThat(users.get(MARY).factors().totp())
                .containsExactly(new TotpSecret("JBSWY3DPEHPK3PXP", 6, 30, "HmacSHA1", null));
        ImportRow lee = users.get("lee@acme.example");
        assertThat(lee.phone()).isEqualTo("+12015550123");
        assertThat(lee.phoneVerifiedAt()).isNull();
        assertThat(lee.mfaRequired()).isTrue();
        assertPassword(lee);
    }

    @Test
    void cognito() {
        Users users = users(ImportSource.COGNITO, "cognito.csv");

        assertThat(users.get(MARY).mfaRequired()).isTrue();
        assertThat(users.get(MARY).phoneVerifiedAt()).isEqualTo(Rows.NOW);
        assertThat(users.get("lee@acme.example").displayName()).isEqualTo("Ann \"Nan\" Lee");
        assertThat(users.get("lee@acme.example").mfaRequired()).isFalse();
        assertThat(codes(ImportSource.COGNITO, "cognito.csv"))
                .containsExactly("wrong_number_of_values");
    }

    @Test
    void azure() {
        assertThat(users(ImportSource.AZURE_B2C, "azure-b2c.json").byAddress())
                .containsOnlyKeys(MARY, "lee@acme.example");
        assertThat(codes(ImportSource.AZURE_B2C, "azure-b2c.json")).containsExactly("required");
    }

    @ParameterizedTest
    @CsvSource({"firebase.json", "firebase.csv"})
    void firebase(String file) {
        Users users = users(ImportSource.FIREBASE, file);

        assertThat(users.get(MARY).createdAt()).isEqualTo(Instant.ofEpochMilli(1486324027000L));
        assertThat(users.get("lee@acme.example").displayName()).isEqualTo("Lee, Ann");
        assertThat(users.get("lee@acme.example").passwordHash()).isNull();
        assertThat(users.get("lee@acme.example").metadata()).isEmpty();
        assertThat(users.byAddress()).containsKey("nan@acme.example").hasSize(3);
        // The user who has a number and no address.
        assertThat(codes(ImportSource.FIREBASE, file)).containsExactly("required");
    }

    @Test
    void firebaseUserWithASecondFactorHasToSetOneUp() {
        Users exported = users(ImportSource.FIREBASE, "firebase.json");
        Users listed = users(ImportSource.FIREBASE, "firebase-admin-sdk.json");

        assertThat(exported.get("nan@acme.example").mfaRequired()).isTrue();
        assertThat(exported.get(MARY).mfaRequired()).isFalse();
        assertThat(listed.get("nan@acme.example").mfaRequired()).isTrue();
        assertThat(listed.get(MARY).mfaRequired()).isFalse();
        assertThat(listed.get(MARY).createdAt()).isEqualTo(Instant.ofEpochMilli(1486324027000L));
        assertThat(users(ImportSource.FIREBASE, "firebase.csv").get("nan@acme.example"))
                .matches(nan -> "Ann \"Nan\" Roe".equals(nan.displayName()));
    }

    @Test
    void firebaseHashThatCannotMatchIsNoPassword() {
        assertThat(codes(ImportSource.FIREBASE, "firebase-admin-sdk.json"))
                .containsExactly("password_hash_unsupported");
        assertThat(parse(ImportSource.FIREBASE, "firebase.csv", null).get(0))
                .isInstanceOfSatisfying(
                        ParsedRow.Refused.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo("hash_parameters_required");
                            assertThat(refused.email()).isEqualTo(MARY);
                        });
    }

    @Test
    void supabase() {
        Users table = users(ImportSource.SUPABASE, "supabase.csv");

        assertThat(table.byAddress()).hasSize(3);
        assertThat(table.get(MARY).metadata()).containsEntry("theme", "dark");
        assertThat(table.get(MARY).createdAt())
                .isEqualTo(Instant.parse("2023-12-31T23:59:59.123456Z"));
        assertThat(table.get(MARY).phoneVerifiedAt())
                .isEqualTo(Instant.parse("2024-01-03T00:00:00Z"));
        assertThat(table.get("lee@acme.example").emailVerified()).isFalse();
        assertThat(table.get("was.banned@acme.example").suspended()).isFalse();
        assertThat(codes(ImportSource.SUPABASE, "supabase.csv")).containsExactly("deleted");

        Users json = users(ImportSource.SUPABASE, "supabase.json");
        assertThat(json.get(MARY).phoneVerifiedAt()).isNull();
        assertThat(json.get(MARY).mfaRequired()).isTrue();
        assertThat(json.get(MARY).factors().totp())
                .extracting(TotpSecret::secret)
                .containsExactly("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP");
        assertThat(json.get("phone.factor@acme.example").mfaRequired()).isTrue();
        assertThat(json.get("none@acme.example").mfaRequired()).isFalse();
    }

    @Test
    void okta() {
        Users users = users(ImportSource.OKTA, "okta.json");

        assertThat(users.get(MARY).createdAt()).isEqualTo(Instant.parse("2022-03-04T05:06:07Z"));
        assertThat(users.get(MARY).passwordHash()).isNull();
        assertThat(users.get("lee@acme.example").displayName()).isEqualTo("Ann \"Nan\" Lee");
        assertThat(users.get("pbkdf2@acme.example").suspended()).isFalse();
        assertThat(users.get("sha@acme.example").suspended()).isTrue();
        assertThat(users.get("md5@acme.example").suspended()).isTrue();
        for (String name : List.of("lee", "sha", "pbkdf2", "md5")) {
            assertPassword(users.get(name + "@acme.example"));
        }
    }

    @Test
    void keycloak() {
        Users users = users(ImportSource.KEYCLOAK, "keycloak.json");

        ImportRow mary = users.get(MARY);
        assertThat(mary.createdAt()).isEqualTo(Instant.ofEpochMilli(1700000000123L));
        assertThat(mary.locale()).isEqualTo("de");
        assertThat(mary.metadata()).isEmpty();
        assertThat(mary.roles()).containsExactly("offline_access");
        assertThat(mary.groups()).containsExactly("/staff");
        assertThat(mary.mfaRequired()).isTrue();
        // printf Hq3vT0pLmZ9xWb7cKdRs | base32
        assertThat(mary.factors().totp())
                .containsExactly(
                        new TotpSecret(
                                "JBYTG5SUGBYEY3K2HF4FOYRXMNFWIUTT", 6, 30, "HmacSHA1", "Phone"));
        assertThat(mary.factors().recoveryCodes()).containsExactly(RecoveryCode.of("ABCDEF123456"));
        ImportRow lee = users.get("lee@acme.example");
        assertThat(lee.displayName()).isEqualTo("Ann \"Nan\" Lee");
        assertThat(lee.locale()).isNull();
        assertThat(lee.metadata()).containsEntry("plan", "gold");
        assertThat(lee.mfaRequired()).isTrue();
        assertPassword(lee);
        assertPassword(users.get("old@acme.example"));
        assertThat(users.get("old@acme.example").mfaRequired()).isTrue();
        assertThat(users.get("hotp@acme.example").mfaRequired()).isTrue();
        assertThat(users.get("hotp@acme.example").factors()).isEqualTo(RowFactors.NONE);
        // The account of a client.
        assertThat(codes(ImportSource.KEYCLOAK, "keycloak.json")).containsExactly("required");
    }
}
