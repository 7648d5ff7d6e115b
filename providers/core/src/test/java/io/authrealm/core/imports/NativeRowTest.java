package io.authrealm.core.imports;

import static io.authrealm.core.imports.Reading.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NativeRowTest {

    private static final String SECRET = "correct horse battery";

    @Test
    void everyMemberIsRead() {
        ImportRow row =
                Rows.row(
                        ImportSource.NATIVE,
                        """
                        {"id":"0B5B9C1E-7F0A-4D7E-9A51-3C0A2F6F1D11","email":"Maria@Acme.example",\
                        "email_verified":true,"display_name":"Maria Müller 😀","phone":"+4930123456",\
                        "phone_verified_at":"2025-01-02T03:04:05+01:00","status":"suspended",\
                        "metadata":{"a":[1,2.5,null,{"b":"c"}]},"locale":"de",\
                        "password_hash":"$2b$10$x","created_at":"2020-02-29T00:00:00.5Z",\
                        "roles":["a","b","a"],"groups":["/x"],"mfa_required":true}
                        """);

        assertThat(row.line()).isEqualTo(1);
        assertThat(row.id()).isEqualTo("0b5b9c1e-7f0a-4d7e-9a51-3c0a2f6f1d11");
        assertThat(row.email()).isEqualTo("Maria@Acme.example");
        assertThat(row.emailVerified()).isTrue();
        assertThat(row.displayName()).isEqualTo("Maria Müller 😀");
        assertThat(row.phone()).isEqualTo("+4930123456");
        assertThat(row.phoneVerifiedAt()).isEqualTo(Instant.parse("2025-01-02T02:04:05Z"));
        assertThat(row.suspended()).isTrue();
        assertThat(row.metadata().toString()).isEqualTo("{a=[1, 2.5, null, {b=c}]}");
        assertThat(row.locale()).isEqualTo("de");
        assertThat(row.password()).isNull();
        assertThat(row.passwordHash()).isEqualTo("$2b$10$x");
        assertThat(row.createdAt()).isEqualTo(Instant.parse("2020-02-29T00:00:00.5Z"));
        assertThat(row.roles()).containsExactly("a", "b");
        assertThat(row.groups()).containsExactly("/x");
        assertThat(row.mfaRequired()).isTrue();
    }

    @Test
    void emailIsEnough() {
        assertThat(Rows.row(ImportSource.NATIVE, "{\"email\":\"a@b.example\"}"))
                .isEqualTo(
                        new ImportRow(
                                1,
                                null,
                                "a@b.example",
                                false,
                                null,
                                null,
                                null,
                                false,
                                Map.of(),
                                null,
                                null,
                                null,
                                null,
                                List.of(),
                                List.of(),
                                false,
                                RowFactors.NONE));
    }

    @Test
    void nullAndEmptyNamesAreAbsentAndNameIsAnAlias() {
        assertThat(row("\"display_name\":null,\"name\":\"N\",\"phone\":null").displayName())
                .isEqualTo("N");
        assertThat(row("\"display_name\":\"\",\"roles\":null").displayName()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"id\":\"1\" | invalid_uuid | id",
                "\"id\":\"\" | invalid_uuid | id",
                "\"id\":1 | invalid | id",
                "\"email_verified\":\"true\" | invalid | email_verified",
                "\"display_name\":5 | invalid | display_name",
                "\"phone\":\"\" | invalid_phone | phone",
                "\"phone\":\"+123456\" | invalid_phone | phone",
                "\"phone\":\"+1234567890123456\" | invalid_phone | phone",
                "\"phone\":\"0301234567\" | invalid_phone | phone",
                "\"phone\":\"+49 30 1234567\" | invalid_phone | phone",
                "\"phone\":\"+٤٩٣٠١٢٣٤٥\" | invalid_phone | phone",
                "\"phone_verified_at\":\"2025-01-01T00:00:00Z\" | invalid | phone_verified_at",
                "\"status\":\"deleted\" | not_allowed | status",
                "\"locale\":\"it\" | not_allowed | locale",
                "\"metadata\":[] | invalid | metadata",
                "\"metadata\":\"{}\" | invalid | metadata",
                "\"password\":\"\" | required | password",
                "\"password\":\"1234567\" | too_short | password",
                "\"password\":12345678 | invalid | password",
                "\"password\":\"12345678\",\"password_hash\":\"x\" | invalid | password",
                "\"created_at\":\"1969-12-31T23:59:59Z\" | invalid | created_at",
                "\"created_at\":\"2026-06-02T12:00:01Z\" | invalid | created_at",
                "\"created_at\":\"2026-01-01\" | invalid | created_at",
                "\"created_at\":\"2026-02-30T00:00:00Z\" | invalid | created_at",
                "\"created_at\":1700000000 | invalid | created_at",
                "\"roles\":\"a\" | invalid | roles",
                "\"roles\":[1] | invalid | roles",
                "\"groups\":[\"\"] | required | groups",
                "\"groups\":[null] | invalid | groups",
                "\"mfa_required\":1 | invalid | mfa_required"
            })
    void brokenRuleIsNamed(String member, String code, String name) {
        ParsedRow.Refused refused =
                Rows.refused(ImportSource.NATIVE, "\n{\"email\":\"a@b.example\"," + member + "}");

        assertThat(refused.line()).isEqualTo(2);
        assertThat(refused.email()).isEqualTo("a@b.example");
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.message()).startsWith(name + " ");
    }

    @ParameterizedTest
    @CsvSource({
        "display_name, 200, too_long",
        "password, 256, too_long",
        "password_hash, 4096, too_long",
    })
    void lengthsAreBounded(String member, int longest, String code) {
        row("\"" + member + "\":\"" + "x".repeat(longest) + "\"");

        assertThat(refused("\"" + member + "\":\"" + "x".repeat(longest + 1) + "\"").code())
                .isEqualTo(code);
    }

    @Test
    void listsAndMetadataAreBounded() {
        String fifty =
                IntStream.range(0, 50)
                        .mapToObj(i -> "\"" + i + "\"")
                        .collect(Collectors.joining(","));
        assertThat(row("\"roles\":[" + fifty + "]").roles()).hasSize(50);
        assertThat(refused("\"roles\":[" + fifty + ",\"x\"]").code()).isEqualTo("too_long");
        assertThat(row("\"groups\":[\"" + "g".repeat(255) + "\"]").groups()).hasSize(1);
        assertThat(refused("\"groups\":[\"" + "g".repeat(256) + "\"]").code())
                .isEqualTo("too_long");

        String largest = "{\"a\":\"" + "é".repeat(8188) + "\"}";
        assertThat(bytes(largest)).hasSize(16 * 1024);
        row("\"metadata\": " + largest);
        assertThat(refused("\"metadata\":" + largest.replace("\"a\"", "\"ab\"")).code())
                .isEqualTo("too_long");
    }

    @ParameterizedTest
    @CsvSource({
        "'', required",
        "nobody, invalid_email",
        "' a@b.example', invalid_email",
        "a@b, invalid_email"
    })
    void emailIsCheckedFirstAndLeftOutIfItIsInvalid(String email, String code) {
        ParsedRow.Refused refused =
                Rows.refused(
                        ImportSource.NATIVE,
                        "{\"id\":\"x\",\"status\":\"y\",\"email\":\"" + email + "\"}");

        assertThat(refused)
                .isEqualTo(new ParsedRow.Refused(1, "", code, NativeRow.message("email", code)));
    }

    @Test
    void longEmailIsTooLong() {
        assertThat(
                        Rows.refused(
                                        ImportSource.NATIVE,
                                        "{\"email\":\"" + "a".repeat(300) + "@b.example\"}")
                                .code())
                .isEqualTo("too_long");
        assertThat(Rows.refused(ImportSource.NATIVE, "{}").code()).isEqualTo("required");
        assertThat(Rows.refused(ImportSource.NATIVE, "{\"email\":[]}").code()).isEqualTo("invalid");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"email\":\"a@b.example\",\"Email\":\"\"} | unknown_member",
                "{\"email\":\"a@b.example\",\"x\":null} | unknown_member",
                "{\"email\":\"a@b.example\",\"email\":\"a@b.example\"} | invalid_json",
                "{\"email\":\"a@b.example\",\"metadata\":{\"a\":1,\"\\u0061\":2}} | invalid_json",
                "{\"email\":\"a@b.example\"} {} | invalid_json",
                "{\"email\":\"a@b.example\" | invalid_json",
                "{\"email\":\"a@b.example\",} | invalid_json",
                "{\"email\":'a@b.example'} | invalid_json",
                "\"a@b.example\" | invalid_json",
                "5 | invalid_json",
                "{\"email\":\"a@b.example\",\"metadata\":{\"a\":\"\\ud800\"}} | invalid",
                "{\"email\":\"a@b.example\",\"metadata\":{\"\\udc00\":1}} | invalid",
                "{\"email\":\"a@b.example\",\"name\":\"\\u0000\"} | invalid",
                "{\"email\":\"a@b.example\",\"metadata\":{\"a\":1e999}} | invalid"
            })
    void malformedRecordDoesNotAffectOthers(String record, String code) {
        List<ParsedRow> parsed =
                Rows.parse(ImportSource.NATIVE, bytes(record + "\n{\"email\":\"c@d.example\"}\n"));

        assertThat(parsed).hasSize(2);
        assertThat(parsed.get(0))
                .isEqualTo(new ParsedRow.Refused(1, "", code, NativeRow.message("the row", code)));
        assertThat(parsed.get(1)).isInstanceOf(ParsedRow.Row.class);
    }

    @Test
    void nestingHasSixteenLevels() {
        // The row itself and the metadata are two of them.
        String allowed = "{\"a\":".repeat(14) + "1" + "}".repeat(14);
        assertThat(row("\"metadata\":{\"a\":" + "[".repeat(14) + "]".repeat(14) + "}").metadata())
                .hasSize(1);
        row("\"metadata\":{\"a\":" + allowed + "}");
        for (int depth : new int[] {15, 100_000}) {
            ParsedRow.Refused refused =
                    refused("\"metadata\":{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
            assertThat(refused.code()).isEqualTo("invalid_json");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0xff, 0xc0, 0xed, 0x80})
    void wrongUtf8IsRefused(int wrong) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(bytes("{\"email\":\"a@b.example\",\"name\":\""));
        file.write(wrong);
        file.writeBytes(bytes("\"}"));

        assertThat(Rows.parse(ImportSource.NATIVE, file.toByteArray()))
                .singleElement()
                .isInstanceOfSatisfying(
                        ParsedRow.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo("invalid_encoding"));
    }

    @Test
    void latin1IsRefusedAndUtf16Too() {
        byte[] latin1 =
                "{\"email\":\"a@b.example\",\"name\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = "{\"email\":\"a@b.example\"}".getBytes(StandardCharsets.UTF_16LE);

        for (byte[] file : List.of(latin1, utf16)) {
            assertThat(Rows.parse(ImportSource.NATIVE, file))
                    .singleElement()
                    .isInstanceOf(ParsedRow.Refused.class);
        }
    }

    @Test
    void nothingSecretIsPrinted() {
        ImportRow row = row("\"password\":\"" + SECRET + "\"");
        assertThat(row.toString()).doesNotContain(SECRET);
        assertThat(new ParsedRow.Row(row).toString()).doesNotContain(SECRET);

        for (String broken :
                List.of(
                        "\"password\":\"" + SECRET + SECRET.repeat(20) + "\"",
                        "\"password\":\"" + SECRET + "\",\"password_hash\":\"" + SECRET + "\"",
                        "\"password\":\"" + SECRET + "\",\"" + SECRET + "\":1",
                        "\"password\":\"" + SECRET + "\"," + SECRET,
                        "\"created_at\":\"" + SECRET + "\"")) {
            assertThat(refused(broken).toString()).doesNotContain(SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "' AUTH0 ', AUTH0",
        "cognito, COGNITO",
        "Azure_B2C, AZURE_B2C",
        "native, NATIVE",
        "firebase, FIREBASE",
        "supabase, SUPABASE",
        "okta, OKTA",
        "keycloak, KEYCLOAK"
    })
    void sourceIsCaseInsensitive(String name, ImportSource source) {
        assertThat(ImportSource.of(name)).contains(source);
        assertThat(source.wireName()).isEqualTo(name.trim().toLowerCase());
    }

    @Test
    void otherSourcesAreRefused() {
        assertThat(ImportSource.of("ping")).isEmpty();
        assertThat(ImportSource.of("")).isEmpty();
        assertThat(ImportSource.of(null)).isEmpty();
    }

    private static ImportRow row(String members) {
        return Rows.row(ImportSource.NATIVE, "{\"email\":\"a@b.example\"," + members + "}");
    }

    private static ParsedRow.Refused refused(String members) {
        return Rows.refused(ImportSource.NATIVE, "{\"email\":\"a@b.example\"," + members + "}");
    }

    /** Django's unusable passwords, and accounts that are locked in /etc/shadow. */
    @ParameterizedTest
    @ValueSource(strings = {"!", "!pX2iQ0vN5rTzW8kLmA4b", "!!", "!$6$salt$hash", "*", ""})
    void unusableHashIsNoPassword(String hash) {
        ImportRow row =
                Rows.row(
                        ImportSource.NATIVE,
                        "{\"email\":\"a@b.example\",\"password_hash\":\"" + hash + "\"}");

        assertThat(row.passwordHash()).isNull();
        assertThat(row.password()).isNull();
    }

    @Test
    void factorsAreRead() {
        ImportRow row =
                Rows.row(
                        ImportSource.NATIVE,
                        """
                        {"email":"a@b.example","totp":[{"secret":"jbsw y3dp-ehpk 3pxp"},\
                        {"secret":"GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ====","digits":8,"period":60,\
                        "algorithm":"SHA256","label":"Phone"}],"recovery_codes":["abcd-1234","abcd 1234","98 76-54"]}
                        """);

        assertThat(row.factors().totp())
                .containsExactly(
                        new TotpSecret("JBSWY3DPEHPK3PXP", 6, 30, "HmacSHA1", null),
                        new TotpSecret(
                                "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", 8, 60, "HmacSHA256", "Phone"));
        // printf 987654 | openssl dgst -sha512 -binary | base64
        assertThat(row.factors().recoveryCodes())
                .containsExactly(
                        RecoveryCode.of("abcd-1234"),
                        new RecoveryCode(
                                "E5I3lHjIhEPEWO1y6IxyUi06msG5N2THE4OWmjUtHISpD5syMNBNDvYnlUIk5E33YXV5IlBrksH5uvRGAjC6RA=="));
        assertThat(row.toString() + row.factors()).doesNotContain("JBSWY", "98 76-54", "987654");
        assertThat(row.mfaRequired()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"totp\":{\"secret\":\"JBSWY3DPEHPK3PXP\"} | invalid",
                "\"totp\":[\"JBSWY3DPEHPK3PXP\"] | invalid",
                "\"totp\":[{}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DP\"}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PX1\"}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PXP\",\"digits\":7}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PXP\",\"digits\":\"6\"}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PXP\",\"period\":0}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PXP\",\"algorithm\":\"MD5\"}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PXP\",\"label\":5}] | invalid",
                "\"totp\":[{\"secret\":\"JBSWY3DPEHPK3PXP\",\"secrets\":1}] | invalid",
                "\"totp\":[{},{},{},{},{},{}] | too_long",
                "\"recovery_codes\":\"987654\" | invalid",
                "\"recovery_codes\":[987654] | invalid",
                "\"recovery_codes\":[\"12345\"] | invalid",
                "\"recovery_codes\":[\"1-2-3-4-5\"] | invalid"
            })
    void malformedFactorsAreRefused(String member, String code) {
        ParsedRow.Refused refused =
                Rows.refused(ImportSource.NATIVE, "{\"email\":\"a@b.example\"," + member + "}");

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.message()).doesNotContain("JBSWY");
    }
}
