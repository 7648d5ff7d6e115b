package io.authrealm.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.authrealm.core.json.InputError.FieldError;
import io.authrealm.core.json.InputError.Invalid;
import io.authrealm.core.json.InputError.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonFieldsTest {

    private static final JsonRules LENIENT = new JsonRules(true, true, false);
    private static final JsonRules STRICT = new JsonRules(false, false, false);
    private static final TextRule ANY = TextRule.optional(1_000_000);
    private static final TextRule REQUIRED = TextRule.required(1, 1_000_000);

    @Test
    void stringMembersAreRead() {
        JsonFields fields =
                read("{\"email\":\"ada@example.com\",\"password\":\"p\\u00e4ss \\\"1\\\"\"}");

        assertThat(fields.text("email", TextRule.requiredEmail())).isEqualTo("ada@example.com");
        assertThat(fields.text("password", REQUIRED)).isEqualTo("p\u00e4ss \"1\"");
        assertThat(fields.error()).isEmpty();
    }

    @Test
    void absentBodyIsToldFromAMalformedOne() {
        JsonFields none = JsonFields.read(new byte[0], STRICT);
        assertThat(none.error()).contains(Malformed.noBody());
        assertThat(Malformed.noBody().isNoBody()).isTrue();
        assertThat(new Malformed("not valid JSON").isNoBody()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "\" \\t\"", "null", "5", "true", "[]", "{}"})
    void blankTextOrAnotherTypeCanCountAsAbsent(String value) {
        JsonFields fields = read("{\"email\":" + value + "}");
        assertThat(fields.textUnlessBlank("email", ANY)).isNull();
        assertThat(fields.error()).isEmpty();
        assertThat(fields.textUnlessBlank("email", REQUIRED)).isNull();
        assertThat(fields.error())
                .contains(new Invalid(List.of(new FieldError("email", "required", "is required"))));
    }

    @Test
    void wholeNumbersAreReadWithinTheBoundsOfAnInt() {
        JsonFields fields =
                read(
                        "{\"a\":12,\"b\":-3,\"c\":99999999999999999999,\"d\":-99999999999,"
                                + "\"e\":null,\"f\":"
                                + "9".repeat(1_000)
                                + "}");

        assertThat(fields.wholeNumber("a")).isEqualTo(12);
        assertThat(fields.wholeNumber("b")).isEqualTo(-3);
        assertThat(fields.wholeNumber("c")).isEqualTo(Integer.MAX_VALUE);
        assertThat(fields.wholeNumber("d")).isEqualTo(Integer.MIN_VALUE);
        assertThat(fields.wholeNumber("e")).isNull();
        assertThat(fields.wholeNumber("f")).isEqualTo(Integer.MAX_VALUE);
        assertThat(fields.wholeNumber("absent")).isNull();
        assertThat(fields.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.5", "8.0", "1e3", "\"8\"", "true", "[8]", "{}"})
    void wholeNumberIsNothingElse(String value) {
        JsonFields fields = strict("{\"a\":" + value + "}");
        assertThat(fields.wholeNumber("a")).isNull();
        assertThat(fields.error()).contains(new Malformed("member a must be a whole number"));
    }

    @Test
    void flagIsReadOnlyIfItIsSent() {
        JsonFields fields = strict("{\"a\":true,\"b\":false,\"c\":null}");
        assertThat(fields.flagIfSent("a")).isTrue();
        assertThat(fields.flagIfSent("b")).isFalse();
        assertThat(fields.flagIfSent("c")).isNull();
        assertThat(fields.flagIfSent("absent")).isNull();
        assertThat(fields.error()).isEmpty();

        JsonFields mistyped = strict("{\"a\":1}");
        mistyped.flagIfSent("a");
        assertThat(mistyped.error()).contains(new Malformed("member a must be true or false"));
    }

    @Test
    void whiteSpaceOfAValueIsKept() {
        assertThat(read("{\"password\":\"  secret \\t\"}").text("password", REQUIRED))
                .isEqualTo("  secret \t");
    }

    @Test
    void memberNamesAreCaseInsensitive() {
        assertThat(read("{\"Display_NAME\":\"Ada\"}").text("display_name", REQUIRED))
                .isEqualTo("Ada");
    }

    @Test
    void rulesCanMakeMemberNamesCaseSensitive() {
        JsonFields fields =
                JsonFields.read("{\"Name\":\"Ada\"}".getBytes(StandardCharsets.UTF_8), STRICT);

        assertThat(fields.text("name", ANY)).isNull();
        assertThat(fields.text("Name", ANY)).isEqualTo("Ada");
        assertThat(fields.error()).isEmpty();
    }

    @Test
    void rulesCanMakeAMistypedMemberAbsent() {
        JsonRules rules = new JsonRules(false, true, true, true);
        JsonFields fields =
                JsonFields.read(
                        "{\"email\":7,\"name\":{},\"flag\":\"yes\",\"list\":[\"a\",1],\"other\":true}"
                                .getBytes(StandardCharsets.UTF_8),
                        rules);

        assertThat(fields.text("email", TextRule.requiredEmail())).isNull();
        assertThat(fields.text("name", ANY)).isNull();
        assertThat(fields.flag("flag", true)).isTrue();
        assertThat(fields.textList("list", 5, REQUIRED)).isNull();
        assertThat(fields.textList("other", 5, REQUIRED)).isNull();
        assertThat(fields.error())
                .containsInstanceOf(Invalid.class)
                .hasValueSatisfying(
                        error ->
                                assertThat(((Invalid) error).fields())
                                        .extracting(FieldError::field, FieldError::code)
                                        .containsExactly(
                                                tuple("email", "required"),
                                                tuple("flag", "not_boolean"),
                                                tuple("list", "not_strings"),
                                                tuple("other", "not_array")));
    }

    @Test
    void whiteSpaceAtTheEndsCanBeIgnored() {
        JsonFields fields = read("{\"email\":\"  ada@example.com\\t\",\"password\":\"  \"}");

        assertThat(fields.trimmedText("email", TextRule.requiredEmail()))
                .isEqualTo("ada@example.com");
        assertThat(fields.trimmedText("password", REQUIRED)).isNull();
        assertThat(fields.error()).containsInstanceOf(Invalid.class);
    }

    @Test
    void arraysOfStringsAreRead() {
        assertThat(read("{\"ids\":[\"a\",\"b\"]}").textList("ids", 2, REQUIRED))
                .containsExactly("a", "b");
        assertThat(read("{\"ids\":null}").textList("ids", 2, REQUIRED)).isNull();
        for (String bad : List.of("\"a\"", "[\"a\",\"b\",\"c\"]", "[\"\"]", "[1]", "{}")) {
            JsonFields fields = read("{\"ids\":" + bad + "}");
            assertThat(fields.textList("ids", 2, REQUIRED)).isNull();
            assertThat(fields.error()).as(bad).isPresent();
        }
    }

    @Test
    void rulesCanMakeAnEmptyStringAbsent() {
        JsonRules rules = new JsonRules(false, false, true);
        JsonFields fields =
                JsonFields.read(
                        "{\"a\":\"\",\"b\":\" \",\"c\":[{\"a\":\"\"}],\"d\":{\"a\":\"\"}}"
                                .getBytes(StandardCharsets.UTF_8),
                        rules);

        assertThat(fields.text("a", ANY)).isNull();
        assertThat(fields.has("a")).isTrue();
        assertThat(fields.text("b", ANY)).isEqualTo(" ");
        assertThat(fields.objects("c", 1).get(0).text("a", ANY)).isNull();
        assertThat(fields.object("d", 100)).containsEntry("a", "");
        assertThat(fields.error()).isEmpty();
        assertThat(fields.flag("a", true)).isFalse();
        assertThat(fields.error()).isPresent();
    }

    @Test
    void emptyStringIsAValueOtherwise() {
        assertThat(read("{\"a\":\"\"}").text("a", ANY)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}x", "{},"})
    void rulesCanRefuseTextAfterTheObject(String body) {
        assertThat(JsonFields.read(body.getBytes(StandardCharsets.UTF_8), STRICT).error())
                .containsInstanceOf(Malformed.class);
        assertThat(read(body).error()).isEmpty();
    }

    @Test
    void emptyObjectIsWellFormed() {
        JsonFields fields = read(" {\r\n} ");

        assertThat(fields.text("email", ANY)).isNull();
        assertThat(fields.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "true",
                "1",
                "\"text\"",
                "[]",
                "[{\"email\":\"ada@example.com\"}]",
                "nonsense",
                "{",
                "{\"email\"",
                "{\"email\":",
                "{\"email\":\"ada@example.com\"",
                "{\"email\":\"ada@example.com",
                "{\"email\":\"ada@example.com\",}",
                "{\"email\":}",
                "{\"email\" \"ada@example.com\"}",
                "{email:\"ada@example.com\"}",
                "{'email':'ada@example.com'}",
                "{\"email\":NaN}",
                "{\"email\":\"a\\x62c\"}",
                "{\"email\":\"\\u00g0\"}",
                "{\"email\":\"a\nb\"}",
                "{/* why */}",
                "}"
            })
    void whatIsNotOneJsonObjectIsMalformed(String body) {
        JsonFields fields = read(body);

        assertThat(fields.text("email", REQUIRED)).isNull();
        assertThat(fields.has("email")).isFalse();
        assertThat(fields.error()).containsInstanceOf(Malformed.class);
    }

    @Test
    void bytesThatAreNotUtf8AreMalformed() {
        byte[] body = "{\"email\":\"\u00e4\"}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(JsonFields.read(body, LENIENT).error()).containsInstanceOf(Malformed.class);
    }

    @Test
    void otherEncodingsOfUnicodeAreMalformed() {
        byte[] body = "{\"email\":\"ada\"}".getBytes(StandardCharsets.UTF_16LE);

        assertThat(JsonFields.read(body, LENIENT).error()).containsInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"email\":\"a\",\"email\":\"b\"}",
                "{\"email\":\"a\",\"email\":\"a\"}",
                "{\"email\":\"a\",\"Email\":\"b\"}",
                "{\"EMAIL\":\"a\",\"eMail\":\"b\"}",
                "{\"email\":null,\"email\":\"b\"}",
                "{\"email\":\"a\",\"email\":null}",
                "{\"email\":{},\"email\":\"b\"}",
                "{\"email\":\"a\",\"\\u0065mail\":\"b\"}",
                "{\"email\":\"a\",\"other\":1,\"OTHER\":2}"
            })
    void duplicateMemberIsMalformed(String body) {
        JsonFields fields = read(body);

        assertThat(fields.text("email", ANY)).isNull();
        assertThat(fields.error()).contains(new Malformed("duplicate member"));
    }

    @Test
    void skippedValuesMayHaveDuplicateMembers() {
        JsonFields fields = read("{\"email\":\"a\",\"other\":{\"email\":1,\"email\":2}}");

        assertThat(fields.text("email", ANY)).isEqualTo("a");
        assertThat(fields.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "-1.5e3",
                "true",
                "false",
                "{}",
                "[]",
                "[\"ada\"]",
                "{\"email\":\"ada\"}"
            })
    void otherThanStringIsMalformedIfAStringIsExpected(String value) {
        JsonFields fields = read("{\"email\":" + value + ",\"after\":\"b\"}");

        assertThat(fields.text("email", ANY)).isNull();
        assertThat(fields.error()).contains(new Malformed("member email must be a string"));
        assertThat(fields.text("after", ANY)).isEqualTo("b");
    }

    @Test
    void otherThanStringIsHarmlessIfItIsNotRead() {
        JsonFields fields =
                read("{\"a\":1,\"b\":[{\"c\":[]}],\"email\":\"ada\",\"d\":{\"e\":{}},\"f\":false}");

        assertThat(fields.text("email", REQUIRED)).isEqualTo("ada");
        assertThat(fields.error()).isEmpty();
    }

    @Test
    void firstMemberOfTheWrongTypeIsNamedAndBrokenRulesAreNot() {
        JsonFields fields = read("{\"password\":1,\"display_name\":2}");
        fields.text("email", REQUIRED);
        fields.text("password", REQUIRED);
        fields.text("display_name", ANY);

        assertThat(fields.error()).contains(new Malformed("member password must be a string"));
    }

    @Test
    void nullCountsAsAbsent() {
        JsonFields fields = read("{\"email\":null,\"display_name\":null}");

        assertThat(fields.text("display_name", ANY)).isNull();
        assertThat(fields.error()).isEmpty();
        assertThat(fields.text("email", REQUIRED)).isNull();
        assertThat(fields.error())
                .contains(new Invalid(List.of(new FieldError("email", "required", "is required"))));
    }

    @Test
    void memberIsThereEvenIfItIsNull() {
        JsonFields fields = read("{\"A\":null,\"b\":1,\"c\":\"\"}");

        assertThat(fields.has("a")).isTrue();
        assertThat(fields.has("b")).isTrue();
        assertThat(fields.has("c")).isTrue();
        assertThat(fields.has("d")).isFalse();
    }

    @Test
    void everyBrokenRuleIsReportedInTheOrderRead() {
        JsonFields fields =
                read("{\"password\":\"short\",\"email\":\"ada\",\"name\":\"too long\"}");

        assertThat(fields.text("email", TextRule.requiredEmail())).isNull();
        assertThat(fields.text("password", TextRule.required(8, 256))).isNull();
        assertThat(fields.text("name", TextRule.optional(3))).isNull();
        assertThat(fields.text("code", REQUIRED)).isNull();
        fields.violate("locale", "not_allowed");

        assertThat(invalid(fields).fields())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(
                        tuple("email", "invalid_email"),
                        tuple("password", "too_short"),
                        tuple("name", "too_long"),
                        tuple("code", "required"),
                        tuple("locale", "not_allowed"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "required",
                "too_short",
                "too_long",
                "invalid_email",
                "not_allowed",
                "invalid_uuid",
                "invalid",
                "of_the_future"
            })
    void everyCodeHasATextForPeople(String code) {
        JsonFields fields = JsonFields.empty();
        fields.violate("member", code);

        assertThat(invalid(fields).fields().get(0).message()).startsWith("is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\\u0000b", "\\uD83D", "\\uDD11", "\\uDD11\\uD83D", "a\\uD83Db"})
    void textThatCannotBeStoredIsInvalid(String escaped) {
        JsonFields fields = read("{\"password\":\"" + escaped + "\"}");

        assertThat(fields.text("password", REQUIRED)).isNull();
        assertThat(invalid(fields).fields())
                .containsExactly(new FieldError("password", "invalid", "is not valid"));
    }

    @Test
    void nulAndSurrogatesAreFoundInEveryByteFormThatTheParserTakes() {
        assertThat(passwordOf(0xC0, 0x80)).isNull();
        assertThat(passwordOf(0xED, 0xA0, 0xBD)).isNull();
        assertThat(passwordOf(0xED, 0xB4, 0x91)).isNull();
    }

    @Test
    void escapedSurrogatePairIsOneCodePoint() {
        JsonFields fields = read("{\"code\":\"\\uD83D\\uDD11\"}");

        assertThat(fields.text("code", TextRule.required(1, 1))).isEqualTo("\uD83D\uDD11");
        assertThat(fields.error()).isEmpty();
    }

    @Test
    void textAfterTheObjectIsIgnored() {
        for (String rest : List.of(" ", "{\"email\":\"b\"}", "]}", "\u0000", "nonsense \"")) {
            JsonFields fields = read("{\"email\":\"a\"}" + rest);

            assertThat(fields.text("email", REQUIRED)).isEqualTo("a");
            assertThat(fields.error()).isEmpty();
        }
    }

    @Test
    void sixtyFourMembersAreReadAndOneMoreIsTooMany() {
        assertThat(read(objectOf(64)).text("m63", REQUIRED)).isEqualTo("v");
        assertThat(read(objectOf(65)).error()).contains(new Malformed("too many members"));
    }

    @Test
    void deepNestingIsMalformed() {
        assertThat(read("{\"a\":" + nested(15) + "}").error()).isEmpty();
        assertThat(read("{\"a\":" + nested(16) + "}").error()).containsInstanceOf(Malformed.class);
        assertThat(read("{\"a\":" + "[".repeat(500_000)).error())
                .containsInstanceOf(Malformed.class);
    }

    @Test
    void overlongNameIsMalformed() {
        assertThat(read("{\"" + "n".repeat(100_000) + "\":1}").error())
                .containsInstanceOf(Malformed.class);
    }

    @Test
    void overlongNumberIsMalformedOrIgnoredButNeverAnError() {
        JsonFields fields = read("{\"a\":" + "9".repeat(500_000) + "}");

        assertThat(fields.text("a", ANY)).isNull();
        assertThat(fields.error()).containsInstanceOf(Malformed.class);
    }

    @Test
    void unknownMembersAreIgnoredUnlessOnlyKnownOnesAreAllowed() {
        JsonFields fields = read("{\"email\":\"ada\",\"tenant_slug\":\"x\"}");

        assertThat(fields.text("email", REQUIRED)).isEqualTo("ada");
        assertThat(fields.error()).isEmpty();
        assertThat(fields.onlyKnown("email", "password").error())
                .contains(new Malformed("unknown member tenant_slug"));
    }

    @Test
    void unknownMemberIsNamedOnlyIfItsNameIsOne() {
        for (String name : List.of("a b", "<b>", "hunter-2!", "n".repeat(33), "")) {
            assertThat(read("{\"" + name + "\":1}").onlyKnown("email").error())
                    .as(name)
                    .contains(new Malformed("unknown member"));
        }
    }

    @Test
    void oneByteOrderMarkIsIgnored() {
        assertThat(read("\uFEFF{\"email\":\"ada\"}").text("email", REQUIRED)).isEqualTo("ada");
        assertThat(read("\uFEFF\uFEFF{}").error()).containsInstanceOf(Malformed.class);
        assertThat(read("\uFEFF").error()).containsInstanceOf(Malformed.class);
    }

    @Test
    void knownMembersAreAllowedInAnyCaseAndMayBeAbsent() {
        assertThat(read("{\"EMAIL\":\"ada\"}").onlyKnown("email", "password").error()).isEmpty();
    }

    @Test
    void earlierFaultIsNotReplacedByAnUnknownMember() {
        JsonFields fields = read("{\"email\":1,\"other\":1}");
        fields.text("email", ANY);

        assertThat(fields.onlyKnown("email").error())
                .contains(new Malformed("member email must be a string"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hunter2",
                "{\"password\":hunter2}",
                "{\"password\":\"hunter2",
                "{\"password\":\"hunter2\\x\"}",
                "{\"password\":\"hunter2\n\"}",
                "{hunter2:1}",
                "{\"hunter2\":1,\"HUNTER2\":2}",
                "{\"password\":[\"hunter2\"]}",
                "{\"password\":{\"hunter2\":\"hunter2\"}}",
                "{\"hunter2!\":\"hunter2\"}",
                "{\"a\":[[[[[[[[[[[[[[[[[\"hunter2\"]]]]]]]]]]]]]]]]]}"
            })
    void detailQuotesNothingOfTheInputButANameOfAMember(String body) {
        JsonFields fields = read(body).onlyKnown("password");
        fields.text("password", REQUIRED);

        assertThat(fields.error())
                .hasValueSatisfying(
                        error ->
                                assertThat(((Malformed) error).detail())
                                        .isNotBlank()
                                        .doesNotContainIgnoringCase("hunter2"));
    }

    @Test
    void brokenRuleNeverQuotesTheInput() {
        JsonFields fields = read("{\"email\":\"hunter2\",\"password\":\"hunter2\"}");
        fields.text("email", TextRule.requiredEmail());
        fields.text("password", TextRule.required(8, 256));

        assertThat(invalid(fields).toString()).doesNotContain("hunter2");
    }

    @Test
    void requestWithoutABodyHasNoMembersAndNoFault() {
        JsonFields fields = JsonFields.empty();

        assertThat(fields.has("email")).isFalse();
        assertThat(fields.text("email", ANY)).isNull();
        assertThat(fields.onlyKnown().error()).isEmpty();
    }

    @Test
    void bodyThatWasNotReadKeepsItsReason() {
        JsonFields fields = JsonFields.malformed("the body is too large");
        fields.text("email", REQUIRED);

        assertThat(fields.error()).contains(new Malformed("the body is too large"));
    }

    @Test
    void flagsAreReadAsFlagsOnly() {
        JsonFields fields = read("{\"required\":true,\"other\":null}");

        assertThat(fields.requiredFlag("required")).isTrue();
        assertThat(fields.flag("other", true)).isTrue();
        assertThat(fields.flag("absent", false)).isFalse();
        assertThat(fields.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "{\"required\":null}", "{\"required\":\"true\"}", "{\"required\":1}"})
    void missingFlagMakesTheBodyMalformed(String body) {
        JsonFields fields = read(body);
        fields.requiredFlag("required");

        assertThat(fields.error()).contains(new Malformed("member required must be true or false"));
    }

    @Test
    void objectIsReadWithAllItHolds() {
        JsonFields fields =
                read(
                        "{\"email\":\"a\",\"metadata\":"
                                + " {\"a\":[1,{\"b\":\"}\\\"]\"}],\"c\":null},\"x\":\"y\"}");

        assertThat(fields.object("metadata", 100))
                .containsEntry("a", List.of(1, Map.of("b", "}\"]")))
                .containsEntry("c", null);
        assertThat(fields.text("x", ANY)).isEqualTo("y");
        assertThat(fields.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":1,\"a\":2}",
                "{\"a\":\"\\u0000\"}",
                "{\"a\":[\"\\ud800\"]}",
                "{\"a\":1e400}",
                "{\"\\ud800\":1}",
                "{\"a\":\"\\u00g0\"}",
                "{\"a\":1,}"
            })
    void objectThatNoDatabaseCanKeepIsInvalid(String metadata) {
        JsonFields fields = read("{\"metadata\":" + metadata + "}");
        fields.object("metadata", 100);

        assertThat(fields.error()).isPresent();
    }

    @Test
    void objectHasABound() {
        JsonFields fields = read("{\"metadata\":{\"a\":\"0123456789\"}}");

        assertThat(fields.object("metadata", 18)).containsKey("a");
        assertThat(fields.object("metadata", 17)).isNull();
        assertThat(invalid(fields).fields())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("metadata", "too_long"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"{}\"", "[]", "1", "true"})
    void otherThanObjectMakesTheBodyMalformed(String metadata) {
        JsonFields fields = read("{\"metadata\":" + metadata + "}");
        fields.object("metadata", 100);

        assertThat(fields.error()).contains(new Malformed("member metadata must be an object"));
    }

    @Test
    void elementsOfAnArrayAreReadIndependently() {
        List<JsonFields> users =
                read("{\"users\":[{\"email\":\"a\"},7,{\"a\":1,\"a\":2},{\"email\":{}},[{}],{\"email\":\"b\"}]}")
                        .objects("users", 10);

        assertThat(users).hasSize(6);
        assertThat(users.get(0).text("email", ANY)).isEqualTo("a");
        assertThat(users.get(1).error()).containsInstanceOf(Malformed.class);
        assertThat(users.get(2).error()).containsInstanceOf(Malformed.class);
        assertThat(users.get(3).text("email", ANY)).isNull();
        assertThat(users.get(3).error()).containsInstanceOf(Malformed.class);
        assertThat(users.get(4).error()).containsInstanceOf(Malformed.class);
        assertThat(users.get(5).text("email", ANY)).isEqualTo("b");
    }

    @Test
    void longArrayIsReadToItsBoundAndOneMore() {
        assertThat(read("{\"users\":[{},{},{},{},{}]}").objects("users", 2)).hasSize(3);
        assertThat(read("{\"users\":[]}").objects("users", 2)).isEmpty();
        assertThat(read("{}").objects("users", 2)).isNull();
    }

    @Test
    void otherMembersAreListsOfTexts() {
        JsonFields fields =
                read("{\"id\":7,\"Name\":\"Ada\",\"roles\":[\"a\",\"\"],\"none\":[],\"no\":null}");

        assertThat(fields.textLists(Set.of("id"), 2, TextRule.optional(3)))
                .isEqualTo(
                        Map.of(
                                "name", List.of("Ada"),
                                "roles", List.of("a", ""),
                                "none", List.of()));
        assertThat(fields.error()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "true", "{}", "[7]", "[\"a\",[]]", "[null]", "[{\"a\":\"b\"}]"})
    void listOfTextsHasNoOtherValues(String value) {
        JsonFields fields = read("{\"a\":" + value + "}");

        assertThat(fields.textLists(Set.of(), 2, ANY)).isEmpty();
        assertThat(fields.error()).containsInstanceOf(Malformed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"abcd\"", "[\"abcd\"]", "[\"a\",\"b\",\"c\"]"})
    void listOfTextsKeepsToItsRule(String value) {
        JsonFields fields = read("{\"a\":" + value + "}");

        assertThat(fields.textLists(Set.of(), 2, TextRule.optional(3))).isEmpty();
        assertThat(invalid(fields).fields())
                .extracting(FieldError::field, FieldError::code)
                .containsExactly(tuple("a", "too_long"));
    }

    private static JsonFields read(String body) {
        return JsonFields.read(body.getBytes(StandardCharsets.UTF_8), LENIENT);
    }

    private static JsonFields strict(String body) {
        return JsonFields.read(body.getBytes(StandardCharsets.UTF_8), STRICT);
    }

    private static Invalid invalid(JsonFields fields) {
        return (Invalid) fields.error().orElseThrow();
    }

    /** Reads a body whose member {@code password} is these raw bytes. */
    private static String passwordOf(int... bytes) {
        byte[] body = "{\"password\":\"....\"}".getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < bytes.length; i++) {
            body[13 + i] = (byte) bytes[i];
        }
        JsonFields fields = JsonFields.read(body, LENIENT);
        String password = fields.text("password", REQUIRED);
        assertThat(fields.error()).isPresent();
        return password;
    }

    private static String objectOf(int members) {
        return IntStream.range(0, members)
                .mapToObj(i -> "\"m" + i + "\":\"v\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }
}
