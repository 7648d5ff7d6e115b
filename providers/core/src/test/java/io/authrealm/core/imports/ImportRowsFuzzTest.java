package io.authrealm.core.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A damaged file gives refusals, never an exception, and rows that keep the rules. */
final class ImportRowsFuzzTest {

    private static final int FILES = 4000;
    private static final String BYTES = "{}[]\",:\\ue0=+-\n\r\t@.9\u0000\u00ff";

    @ParameterizedTest
    @EnumSource(ImportSource.class)
    void damagedFileGivesRowsAndRefusals(ImportSource source) {
        Random random = new Random(5);
        byte[] whole = Reading.bytes(file(source));
        int rows = 0;
        int refusals = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] file = whole.clone();
            for (int damage = random.nextInt(4); damage >= 0; damage--) {
                file[random.nextInt(file.length)] =
                        (byte) BYTES.charAt(random.nextInt(BYTES.length()));
            }
            List<ParsedRow> parsed = Rows.parse(source, file);
            for (ParsedRow result : parsed) {
                if (result instanceof ParsedRow.Row row) {
                    assertThat(row.row().email()).contains("@").doesNotContain("\u0000");
                    rows++;
                } else {
                    assertThat(((ParsedRow.Refused) result).message()).matches("[ -~]{10,80}");
                    refusals++;
                }
            }
        }
        assertThat(rows).isGreaterThan(100);
        assertThat(refusals).isGreaterThan(100);
    }

    private static String file(ImportSource source) {
        return switch (source) {
            case NATIVE ->
                    "{\"id\":\"0b5b9c1e-7f0a-4d7e-9a51-3c0a2f6f1d11\",\"email\":\"a@b.example\","
                            + "\"phone\":\"+4930123456\",\"created_at\":\"2020-01-01T00:00:00Z\","
                            + "\"metadata\":{\"a\":[1,-2.5e3,null,\"\\u00e9\"]},\"roles\":[\"a\"]}\n"
                            + "{\"email\":\"c@d.example\",\"password\":\"12345678\"}\n";
            case AUTH0 ->
                    "[{\"email\":\"a@b.example\",\"custom_password_hash\":{\"algorithm\":\"md5\","
                            + "\"hash\":{\"encoding\":\"hex\",\"value\":\"00ff\"},\"salt\":{\"value\":\"s\","
                            + "\"position\":\"prefix\"}}},{\"email\":\"c@d.example\",\"blocked\":true}]";
            case COGNITO ->
                    "name,email,phone_number,email_verified\r\n"
                            + "\"A, \"\"B\"\"\",a@b.example,+4930123456,true\r\nC,c@d.example,,\r\n";
            case FIREBASE ->
                    "1,a@b.example,true,,,\"A, B\",,,,,,,,,,,,,,,,,,1486324027000,,+4930123456,,,\n"
                            + "2,c@d.example,false,,,C,,,,,,,,,,,,,,,,,,1486324027000,,,true,,\n";
            case SUPABASE ->
                    "id,email,email_confirmed_at,raw_user_meta_data,phone\n"
                            + "1,a@b.example,2024-01-02 03:04:05.6+00,\"{\"\"name\"\":\"\"A\"\"}\",\n"
                            + "2,c@d.example,,,4930123456\n";
            case OKTA ->
                    "[{\"id\":\"1\",\"status\":\"ACTIVE\",\"created\":\"2020-01-01T00:00:00.000Z\","
                            + "\"profile\":{\"email\":\"a@b.example\",\"firstName\":\"A\","
                            + "\"mobilePhone\":\"+49 30 123456\"}},{\"status\":\"STAGED\","
                            + "\"profile\":{\"login\":\"c@d.example\"}}]";
            case KEYCLOAK ->
                    "{\"realm\":\"x\",\"users\":[{\"email\":\"a@b.example\",\"enabled\":true,"
                            + "\"credentials\":[{\"type\":\"otp\",\"secretData\":\"{\\\"value\\\":\\\"abcdefghijkl\\\"}\","
                            + "\"credentialData\":\"{\\\"subType\\\":\\\"totp\\\"}\"}]},"
                            + "{\"email\":\"c@d.example\",\"createdTimestamp\":1486324027000}]}";
            case AZURE_B2C ->
                    "{\"x\":[1],\"value\":[{\"identities\":[{\"signInType\":\"emailAddress\","
                            + "\"issuerAssignedId\":\"a@b.example\"}],\"mobilePhone\":\"+49 30 123456\"},"
                            + "{\"mail\":\"c@d.example\",\"accountEnabled\":false}],\"y\":\"z\"}";
        };
    }
}
