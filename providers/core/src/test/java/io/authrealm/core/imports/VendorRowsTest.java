package io.authrealm.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VendorRowsTest {

    private static final String HEADER =
            "cognito:username,name,given_name,family_name,email,email_verified,phone_number,"
                    + "phone_number_verified,cognito:mfa_enabled,password_hash\n";

    @Test
    void auth0UserIsTranslated() {
        ImportRow row =
                Rows.row(
                        ImportSource.AUTH0,
                        """
                        {"_id":{"$oid":"1"},"user_id":"auth0|1","email":"a@b.example","email_verified":true,\
                        "name":"Ada","nickname":"ada","phone_number":"+1 (555) 010-9999","phone_verified":true,\
                        "blocked":true,"created_at":"2021-05-01T12:00:00.000Z","user_metadata":{"theme":"dark"},\
                        "app_metadata":{"plan":"x"},"identities":[{"provider":"auth0"}],\
                        "passwordHash":"$2b$10$abc"}
                        """);

        assertThat(row.email()).isEqualTo("a@b.example");
        assertThat(row.emailVerified()).isTrue();
        assertThat(row.displayName()).isEqualTo("Ada");
        assertThat(row.phone()).isEqualTo("+15550109999");
        assertThat(row.phoneVerifiedAt()).isEqualTo(Rows.NOW);
        assertThat(row.suspended()).isTrue();
        assertThat(row.createdAt()).isEqualTo(Instant.parse("2021-05-01T12:00:00Z"));
        assertThat(row.metadata()).containsOnlyKeys("theme");
        assertThat(row.passwordHash()).isEqualTo("$2b$10$abc");
        assertThat(row.id()).isNull();
    }

    @Test
    void auth0NicknameReplacesAMissingName() {
        assertThat(
                        Rows.row(
                                        ImportSource.AUTH0,
                                        "[{\"email\":\"a@b.example\",\"name\":\" \",\"nickname\":\"ada\"}]")
                                .displayName())
                .isEqualTo("ada");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"phone_number\":\"555\" | invalid_phone",
                "\"phone_number\":\"n/a\" | invalid_phone",
                "\"phone_number\":5550109999 | invalid",
                "\"blocked\":\"true\" | invalid",
                "\"blocked\":1 | invalid",
                "\"email_verified\":\"yes\" | invalid",
                "\"user_metadata\":[] | invalid",
                "\"created_at\":{\"$date\":\"2021-05-01\"} | invalid",
                "\"custom_password_hash\":\"x\" | invalid",
                "\"custom_password_hash\":{} | password_hash_unsupported",
                "\"password_hash\":\"x\",\"custom_password_hash\":{} | invalid"
            })
    void malformedAuth0RowIsRefused(String member, String code) {
        ParsedRow.Refused refused =
                Rows.refused(ImportSource.AUTH0, "{\"email\":\"a@b.example\"," + member + "}");

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.email()).isEqualTo("a@b.example");
    }

    @Test
    void cognitoRowIsTranslated() {
        ImportRow row =
                Rows.row(
                        ImportSource.COGNITO,
                        HEADER
                                + "ada,,\"Ada, \"\"Countess\"\"\",Lovelace,a@b.example,TRUE,+44 20 7946 0000,true,True,$2b$10$abc,more\r\n");

        assertThat(row.line()).isEqualTo(2);
        assertThat(row.email()).isEqualTo("a@b.example");
        assertThat(row.emailVerified()).isTrue();
        assertThat(row.displayName()).isEqualTo("Ada, \"Countess\" Lovelace");
        assertThat(row.phone()).isEqualTo("+442079460000");
        assertThat(row.phoneVerifiedAt()).isEqualTo(Rows.NOW);
        assertThat(row.mfaRequired()).isTrue();
        assertThat(row.passwordHash()).isEqualTo("$2b$10$abc");
    }

    @ParameterizedTest
    @CsvSource({
        "',Full,Given,Family', Full",
        "',,Given,Family', Given Family",
        "',,Given,', Given",
        "',,,Family',Family",
        "',,,',"
    })
    void cognitoNameIsTheFullOneOrItsParts(String names, String expected) {
        assertThat(Rows.row(ImportSource.COGNITO, HEADER + names + ",a@b.example").displayName())
                .isEqualTo(expected);
    }

    @Test
    void shortRowLacksTheRest() {
        assertThat(Rows.refused(ImportSource.COGNITO, HEADER + "ada").code()).isEqualTo("required");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x,=1+1,,,a@b.example | formula",
                "x,+1,,,a@b.example | formula",
                "x,-1,,,a@b.example | formula",
                "x,@SUM(A1),,,a@b.example | formula",
                "x,\"\tx\",,,a@b.example | formula",
                "x,\"\rx\",,,a@b.example | formula",
                "x, =1,,,a@b.example | formula",
                "x,,=1,y,a@b.example | formula",
                "x,,y,=1,a@b.example | formula",
                "x,,,=1,a@b.example | formula",
                "x,,,,=a@b.example | formula",
                "x,,,,a@b.example,yes | invalid",
                "x,,,,a@b.example,true,+4930123456,2 | invalid",
                "x,,,,a@b.example,true,030123456 | invalid_phone",
                "x,y\"z,,,a@b.example | invalid_csv",
                "x,\"y\"z,,,a@b.example | invalid_csv",
                "x,\u0000,,,a@b.example | invalid"
            })
    void malformedCognitoRowIsRefused(String row, String code) {
        assertThat(Rows.refused(ImportSource.COGNITO, HEADER + row).code()).isEqualTo(code);
    }

    @Test
    void phoneMayBeginLikeAFormula() {
        assertThat(Rows.row(ImportSource.COGNITO, HEADER + "x,,,,a@b.example,,+4930123456").phone())
                .isEqualTo("+4930123456");
    }

    @Test
    void rowOfTooManyFieldsIsRefused() {
        assertThat(
                        Rows.refused(ImportSource.COGNITO, "email\na@b.example" + ",".repeat(256))
                                .code())
                .isEqualTo("invalid_csv");
        Rows.row(ImportSource.COGNITO, "email\na@b.example" + ",".repeat(255));
    }

    @Test
    void azureUserIsTranslated() {
        ImportRow row =
                Rows.row(
                        ImportSource.AZURE_B2C,
                        """
                        {"@odata.context":"x","value":[{"id":"1","displayName":"Ada","mobilePhone":"+44 20 79460000",\
                        "mail":"m@b.example","userPrincipalName":"u@b.example","accountEnabled":false,\
                        "createdDateTime":"2021-05-01T12:00:00Z","identities":[\
                        {"signInType":"userPrincipalName","issuerAssignedId":"u@b.example"},\
                        {"signInType":"emailAddress","issuer":"x","issuerAssignedId":"i@b.example"}],\
                        "password_hash":"{SSHA}x"}]}
                        """);

        assertThat(row.email()).isEqualTo("i@b.example");
        assertThat(row.displayName()).isEqualTo("Ada");
        assertThat(row.phone()).isEqualTo("+442079460000");
        assertThat(row.suspended()).isTrue();
        assertThat(row.createdAt()).isEqualTo(Instant.parse("2021-05-01T12:00:00Z"));
        assertThat(row.passwordHash()).isEqualTo("{SSHA}x");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"mail\":\"m@b.example\",\"userPrincipalName\":\"u@b.example\" | m@b.example",
                "\"mail\":null,\"userPrincipalName\":\"u@b.example\" | u@b.example",
                "\"mail\":\"\",\"userPrincipalName\":\"u@b.example\" | u@b.example",
                "\"identities\":[],\"mail\":\"m@b.example\" | m@b.example",
                "\"identities\":[{\"signInType\":\"federated\",\"issuerAssignedId\":\"x\"}],\"mail\":\"m@b.example\" | m@b.example",
                "\"identities\":[5,{\"signInType\":\"emailAddress\"}],\"mail\":\"m@b.example\" | m@b.example"
            })
    void azureEmailIsTheFirstOfThree(String members, String email) {
        assertThat(Rows.row(ImportSource.AZURE_B2C, "{\"value\":[{" + members + "}]}").email())
                .isEqualTo(email);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"accountEnabled\":\"false\"", "\"displayName\":[]"})
    void malformedAzureRowIsRefused(String member) {
        assertThat(
                        Rows.refused(
                                        ImportSource.AZURE_B2C,
                                        "{\"value\":[{\"mail\":\"a@b.example\"," + member + "}]}")
                                .code())
                .isEqualTo("invalid");
    }

    @Test
    void unknownMembersAreIgnoredButHaveToBeJson() {
        String deep = "[".repeat(40) + "]".repeat(40);
        List<ParsedRow> parsed =
                Rows.parse(
                        ImportSource.AUTH0,
                        Reading.bytes(
                                "{\"email\":\"a@b.example\",\"x\":{\"y\":[\"\\ud800\"]}}\n"
                                        + "{\"email\":\"a@b.example\",\"x\":{\"y\":1,\"y\":2}}\n"
                                        + "{\"email\":\"a@b.example\",\"x\":"
                                        + deep
                                        + "}\n"));

        assertThat(parsed.get(0)).isInstanceOf(ParsedRow.Row.class);
        assertThat(parsed.get(1)).isInstanceOf(ParsedRow.Refused.class);
        assertThat(parsed.get(2)).isInstanceOf(ParsedRow.Refused.class);
    }
}
