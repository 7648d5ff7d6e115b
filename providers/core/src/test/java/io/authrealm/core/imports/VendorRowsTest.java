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
                "\"phone_number\":\"+44 7400\" | invalid_phone",
                "\"phone_number\":\"+44 (0)7400 1234567\" | invalid_phone",
                "\"phone_number\":\"+1 201 555 0123 / +1 201 555 0124\" | invalid_phone",
                "\"phone_number\":\"+1 201 555 0123 Ada\" | invalid_phone",
                "\"phone_number\":\"0049 151 12345678\" | invalid_phone",
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

    @ParameterizedTest
    @CsvSource({
        "+1 (201) 555-0123, +12015550123, true",
        "+1 (201) 555-0123 ext. 45, +12015550123, false",
        "+12015550123x45, +12015550123, false",
        "+44 (0)7400 123456, +447400123456, false",
        "+4407400123456, +447400123456, false",
        "+49.151.12345678, +4915112345678, true",
        "+390612345678, +390612345678, true",
        "tel:+447400123456, +447400123456, true"
    })
    void numberIsTheTrueOneAndVerifiedOnlyIfItIsTheWrittenOne(
            String written, String number, boolean verified) {
        ImportRow auth0 =
                Rows.row(
                        ImportSource.AUTH0,
                        "{\"email\":\"a@b.example\",\"phone_verified\":true,\"phone_number\":\""
                                + written
                                + "\"}");
        ImportRow cognito =
                Rows.row(
                        ImportSource.COGNITO,
                        "email,phone_number,phone_number_verified\na@b.example,"
                                + written
                                + ",TRUE");

        assertThat(List.of(auth0.phone(), cognito.phone())).containsOnly(number);
        assertThat(auth0.phoneVerifiedAt() != null).isEqualTo(verified);
        assertThat(cognito.phoneVerifiedAt() != null).isEqualTo(verified);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"multifactor\":[\"guardian\"]",
                "\"multifactor\":[\"google-authenticator\"],\"mfa_factors\":[]",
                "\"mfa_factors\":[{\"phone\":{\"value\":\"+12015550123\"}}]",
                "\"mfa_factors\":[{\"email\":{\"value\":\"a@b.example\"}}]"
            })
    void secondFactorAtAuth0IsDemandedHere(String member) {
        ImportRow row = Rows.row(ImportSource.AUTH0, "{\"email\":\"a@b.example\"," + member + "}");

        assertThat(row.mfaRequired()).isTrue();
        assertThat(row.factors()).isEqualTo(RowFactors.NONE);
    }

    @Test
    void secretOfAnAppComesFromAuth0() {
        ImportRow row =
                Rows.row(
                        ImportSource.AUTH0,
                        "{\"email\":\"a@b.example\",\"mfa_factors\":["
                                + "{\"totp\":{\"secret\":\"JBSWY3DPEHPK3PXP\"}}]}");

        assertThat(row.mfaRequired()).isTrue();
        assertThat(row.factors().totp())
                .containsExactly(new TotpSecret("JBSWY3DPEHPK3PXP", 6, 30, "HmacSHA1", null));
        assertThat(Rows.row(ImportSource.AUTH0, "{\"email\":\"a@b.example\",\"multifactor\":[]}"))
                .matches(other -> !other.mfaRequired());
    }

    @Test
    void cognitoRowIsTranslated() {
        ImportRow row =
                Rows.row(
                        ImportSource.COGNITO,
                        HEADER
                                + "ada,,\"Ada, \"\"Countess\"\"\",Lovelace,a@b.example,TRUE,+44 20 7946 0000,true,True,$2b$10$abc\r\n");

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
        assertThat(
                        Rows.row(ImportSource.COGNITO, HEADER + names + ",a@b.example,,,,,")
                                .displayName())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", ",,,,,,,,,"})
    void rowWithMoreOrFewerValuesThanTheHeaderIsRefused(String rest) {
        ParsedRow.Refused refused =
                Rows.refused(ImportSource.COGNITO, HEADER + "ada,A,B,C,a@b.example" + rest);

        assertThat(refused.code()).isEqualTo("wrong_number_of_values");
        assertThat(refused.line()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "x,=1+1,,,a@b.example,,,,, | formula",
                "x,+1,,,a@b.example,,,,, | formula",
                "x,-1,,,a@b.example,,,,, | formula",
                "x,@SUM(A1),,,a@b.example,,,,, | formula",
                "x,\"\tx\",,,a@b.example,,,,, | formula",
                "x,\"\rx\",,,a@b.example,,,,, | formula",
                "x, =1,,,a@b.example,,,,, | formula",
                "x,,=1,y,a@b.example,,,,, | formula",
                "x,,y,=1,a@b.example,,,,, | formula",
                "x,,,=1,a@b.example,,,,, | formula",
                "x,,,,=a@b.example,,,,, | formula",
                "x,,,,a@b.example,yes,,,, | invalid",
                "x,,,,a@b.example,true,+4930123456,2,, | invalid",
                "x,,,,a@b.example,true,030123456,,, | invalid_phone",
                "x,\u0000,,,a@b.example,,,,, | invalid"
            })
    void malformedCognitoRowIsRefused(String row, String code) {
        assertThat(Rows.refused(ImportSource.COGNITO, HEADER + row).code()).isEqualTo(code);
    }

    /** Without quotes, and with a backslash before a comma that is a part of the value. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "Ann \"Nan\" Lee | Ann \"Nan\" Lee",
                "\"Nan\" Lee | \"Nan\" Lee",
                "Lee\\, Ann | Lee, Ann",
                "Lee\\,\\, Ann\\, | Lee,, Ann,",
                "A\\B | A\\B",
                "\\,\"Nan\" | ,\"Nan\"",
                "\"Lee, Ann\" | Lee, Ann",
                "\"Ann \"\"Nan\"\"\" | Ann \"Nan\"",
                "Mary O'Connor | Mary O'Connor"
            })
    void cognitoValueIsReadAsAmazonMeansIt(String written, String name) {
        ImportRow row =
                Rows.row(
                        ImportSource.COGNITO,
                        "name,address,email,cognito:mfa_enabled,cognito:username\n"
                                + written
                                + ",12 High St\\, London,a@b.example,true,ann\n");

        assertThat(row.displayName()).isEqualTo(name);
        assertThat(row.email()).isEqualTo("a@b.example");
        assertThat(row.mfaRequired()).isTrue();
    }

    /** In a value without quotes, a quotation mark does not swallow the lines behind it. */
    @Test
    void quotationMarkBehindAnEscapedCommaOpensNoQuotes() {
        List<ParsedRow> rows =
                Rows.parse(
                        ImportSource.COGNITO,
                        Reading.bytes(
                                "name,email\nLee\\,\"Nan,a@b.example\nBob \"B,c@d.example\n"));

        assertThat(rows).hasSize(2).allMatch(ParsedRow.Row.class::isInstance);
    }

    @Test
    void phoneMayBeginLikeAFormula() {
        assertThat(
                        Rows.row(ImportSource.COGNITO, HEADER + "x,,,,a@b.example,,+4930123456,,,")
                                .phone())
                .isEqualTo("+4930123456");
    }

    @Test
    void rowOfTooManyFieldsIsRefused() {
        assertThat(
                        Rows.refused(ImportSource.COGNITO, "email\na@b.example" + ",".repeat(256))
                                .code())
                .isEqualTo("invalid_csv");
        Rows.row(
                ImportSource.COGNITO,
                "email" + ",x".repeat(255) + "\na@b.example" + ",".repeat(255));
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
                "\"mail\":\"m@b.example\",\"otherMails\":[\"o@b.example\"],\"userPrincipalName\":\"u@b.example\" | m@b.example",
                "\"mail\":null,\"otherMails\":[\"o@b.example\",\"p@b.example\"],\"userPrincipalName\":\"cpim_9f@contoso.onmicrosoft.com\" | o@b.example",
                "\"mail\":null,\"otherMails\":[null,\"\",\"o@b.example\"],\"userPrincipalName\":\"u@b.example\" | o@b.example",
                "\"mail\":null,\"otherMails\":[],\"userPrincipalName\":\"u@b.example\" | u@b.example",
                "\"identities\":[{\"signInType\":\"emailAddress\",\"issuerAssignedId\":\"\"}],\"otherMails\":[\"o@b.example\"] | o@b.example",
                "\"mail\":null,\"userPrincipalName\":\"u@b.example\" | u@b.example",
                "\"mail\":\"\",\"userPrincipalName\":\"u@b.example\" | u@b.example",
                "\"identities\":[],\"mail\":\"m@b.example\" | m@b.example",
                "\"identities\":[{\"signInType\":\"federated\",\"issuerAssignedId\":\"x\"}],\"mail\":\"m@b.example\" | m@b.example",
                "\"identities\":[5,{\"signInType\":\"emailAddress\"}],\"mail\":\"m@b.example\" | m@b.example"
            })
    void azureEmailIsTheFirstOfFour(String members, String email) {
        assertThat(Rows.row(ImportSource.AZURE_B2C, "{\"value\":[{" + members + "}]}").email())
                .isEqualTo(email);
    }

    /** Azure makes such names up for local accounts and guests. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "cpim_9f4c@contoso.onmicrosoft.com",
                "CPIM_9f4c@contoso.onmicrosoft.com",
                "0b5b9c1e-7f0a-4d7e-9a51-3c0a2f6f1d11@contoso.onmicrosoft.com",
                "0b5b9c1e7f0a4d7e9a513c0a2f6f1d11@contoso.onmicrosoft.com",
                "ada_acme.example#EXT#@contoso.onmicrosoft.com"
            })
    void principalNameThatAzureMadeUpIsNoAddress(String name) {
        assertThat(
                        Rows.refused(
                                        ImportSource.AZURE_B2C,
                                        "{\"value\":[{\"mail\":null,\"otherMails\":[],\"userPrincipalName\":\""
                                                + name
                                                + "\"}]}")
                                .code())
                .isEqualTo("required");
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
