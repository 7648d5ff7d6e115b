package io.authrealm.api.dialect.qeet;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.authrealm.api.http.Answer;
import io.authrealm.api.service.password.PasswordRefusal;
import io.authrealm.api.service.password.PasswordRefusal.Rule;
import io.authrealm.core.json.InputError;
import io.authrealm.core.json.InputError.FieldError;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class QeetErrorTest {

    /** The statuses of Qeet ID's codes, as in docs/api.md#errors. */
    private static final Map<String, Integer> OF_QEET_ID =
            Map.ofEntries(
                    entry("bad_request", 400),
                    entry("unauthorized", 401),
                    entry("forbidden", 403),
                    entry("csrf_failed", 403),
                    entry("not_found", 404),
                    entry("unprocessable", 422),
                    entry("validation_failed", 422),
                    entry("internal", 500),
                    entry("not_implemented", 501),
                    entry("auth.session_invalid", 400),
                    entry("auth.invalid_credentials", 401),
                    entry("auth.mfa_challenge_expired", 401),
                    entry("auth.refresh_token_invalid", 401),
                    entry("auth.session_revoked", 401),
                    entry("auth.account_suspended", 401),
                    entry("auth.account_inactive", 403),
                    entry("auth.self_registration_disabled", 403),
                    entry("auth.not_tenant_member", 403),
                    entry("auth.password_breached", 422),
                    entry("auth.password_weak", 422),
                    entry("auth.account_locked", 429),
                    entry("recovery.reset_link_invalid", 400),
                    entry("recovery.magic_link_invalid", 400),
                    entry("recovery.link_used", 400),
                    entry("recovery.link_expired", 400),
                    entry("verification.code_invalid", 400),
                    entry("verification.code_used", 400),
                    entry("verification.code_expired", 400),
                    entry("verification.email_taken", 409),
                    entry("verification.no_email", 422),
                    entry("verification.no_phone", 422),
                    entry("mfa.code_invalid", 401),
                    entry("mfa.otp_code_invalid", 400),
                    entry("mfa.factor_not_confirmed", 400),
                    entry("mfa.channel_invalid", 422),
                    entry("mfa.destination_required", 422),
                    entry("mfa.enroll_not_started", 400),
                    entry("mfa.not_confirmed", 400),
                    entry("mfa.not_enrolled", 400),
                    entry("mfa.totp_code_invalid", 400),
                    entry("step_up_required", 403),
                    entry("auth.session_expired", 400),
                    entry("auth.email_required", 422),
                    entry("mfa.webauthn_unavailable", 501),
                    entry("passkey.session_mismatch", 400),
                    entry("passkey.session_invalid", 400),
                    entry("passkey.attestation_invalid", 400),
                    entry("passkey.assertion_invalid", 400),
                    entry("passkey.no_credentials", 400),
                    entry("passkey.login_failed", 401),
                    entry("passkey.mfa_failed", 401),
                    entry("passkey.already_registered", 409),
                    entry("rbac.permission_denied", 403),
                    entry("conflict", 409),
                    entry("user.import_source_invalid", 400),
                    entry("user.import_file_too_large", 422),
                    entry("user.import_empty", 422),
                    entry("user.import_batch_too_large", 422),
                    entry("auth.email_exists", 409),
                    entry("authpolicy.password_too_short", 422),
                    entry("authpolicy.password_no_uppercase", 422),
                    entry("authpolicy.password_no_number", 422),
                    entry("authpolicy.password_no_symbol", 422),
                    entry("authpolicy.password_breached", 422),
                    entry("apikey.invalid_id", 400),
                    entry("apikey.invalid", 401),
                    entry("apikey.expired", 401),
                    entry("billing.plan_limit", 402),
                    entry("apikey.not_found", 404),
                    entry("apikey.name_required", 422),
                    entry("billing.checkout_required", 402),
                    entry("verification.email_not_verified", 403),
                    entry("tenant.slug_taken", 409),
                    entry("rbac.role_name_exists", 409),
                    entry("rbac.permission_required", 400),
                    entry("rbac.group_or_role_not_found", 404),
                    entry("invite.link_invalid", 400),
                    entry("invite.invalid", 400),
                    entry("invite.expired", 400),
                    entry("invite.email_mismatch", 403),
                    entry("invite.account_exists", 409));

    /** Codes that Qeet ID lacks, and that of the limits; also in docs/api.md#errors. */
    private static final Map<String, Integer> OWN =
            Map.of(
                    "auth.action_required", 403,
                    "auth.method_disabled", 403,
                    "auth.redirect_to_web", 403,
                    "auth.too_many_sessions", 403,
                    "rate_limited", 429,
                    "request_timeout", 408,
                    "unavailable", 503);

    /** The codes whose {@code retryable} is true, see docs/api.md#errors. */
    private static final List<String> RETRYABLE =
            List.of(
                    "internal",
                    "rate_limited",
                    "request_timeout",
                    "unavailable",
                    "auth.account_locked",
                    "auth.session_invalid",
                    "auth.session_expired",
                    "auth.mfa_challenge_expired",
                    "auth.refresh_token_invalid",
                    "auth.session_revoked");

    private final QeetErrors errors = new QeetErrors("req-1");

    @Test
    void codesAreUnique() {
        assertThat(QeetError.values()).extracting(QeetError::code).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void codeHasTheStatusOfTheTables(QeetError error) {
        Integer status = OF_QEET_ID.getOrDefault(error.code(), OWN.get(error.code()));

        assertThat(status).as("status of %s in this test's tables", error.code()).isNotNull();
        assertThat(error.status()).isEqualTo(status);
    }

    @Test
    void everyCodeOfTheTablesExists() {
        assertThat(QeetError.values())
                .extracting(QeetError::code)
                .containsAll(OF_QEET_ID.keySet())
                .containsAll(OWN.keySet());
    }

    @Test
    void onlyTheseCodesAreRetryable() {
        assertThat(Arrays.stream(QeetError.values()).filter(QeetError::retryable))
                .extracting(QeetError::code)
                .containsExactlyInAnyOrderElementsOf(RETRYABLE);
    }

    @ParameterizedTest
    @EnumSource
    void envelopeHasTheMembersThatEveryErrorHas(QeetError error) throws Exception {
        Answer answer = errors.of(error);
        JsonNode body = body(answer);

        assertThat(answer.status()).isEqualTo(error.status());
        assertThat(answer.headers()).isEmpty();
        assertThat(names(body))
                .isEqualTo(
                        error.retryable()
                                ? List.of(
                                        "code",
                                        "message",
                                        "translation_key",
                                        "retryable",
                                        "request_id")
                                : List.of("code", "message", "translation_key", "request_id"));
        assertThat(body.get("code").asText()).isEqualTo(error.code());
        assertThat(body.get("translation_key").asText()).isEqualTo(error.code());
        assertThat(body.get("message").asText()).isNotBlank();
        assertThat(body.get("request_id").asText()).isEqualTo("req-1");
        assertThat(body.path("retryable").asBoolean()).isEqualTo(error.retryable());
    }

    @Test
    void detailIsThereWhereThereIsOne() throws Exception {
        JsonNode body = body(errors.of(QeetError.BAD_REQUEST, "invalid id"));

        assertThat(names(body))
                .containsExactly("code", "message", "detail", "translation_key", "request_id");
        assertThat(body.get("detail").asText()).isEqualTo("invalid id");
    }

    @Test
    void emptyMembersAreLeftOut() throws Exception {
        assertThat(names(body(errors.of(QeetError.BAD_REQUEST, ""))))
                .containsExactly("code", "message", "translation_key", "request_id");
        assertThat(names(body(errors.withMetadata(QeetError.ACTION_REQUIRED, Map.of()))))
                .containsExactly("code", "message", "translation_key", "request_id");
    }

    @Test
    void metadataKeepsItsNames() throws Exception {
        JsonNode body =
                body(
                        errors.withMetadata(
                                QeetError.ACTION_REQUIRED,
                                Map.of("required_actions", List.of("UPDATE_PASSWORD"))));

        assertThat(names(body))
                .containsExactly("code", "message", "translation_key", "metadata", "request_id");
        assertThat(body.get("metadata").toString())
                .isEqualTo("{\"required_actions\":[\"UPDATE_PASSWORD\"]}");
    }

    @Test
    void brokenRulesAreListedInTheirOrder() throws Exception {
        Answer answer =
                errors.badInput(
                        new InputError.Invalid(
                                List.of(
                                        new FieldError("password", "too_short", "is too short"),
                                        new FieldError("email", "required", "is required"))));
        JsonNode body = body(answer);

        assertThat(answer.status()).isEqualTo(422);
        assertThat(body.get("code").asText()).isEqualTo("validation_failed");
        assertThat(names(body))
                .containsExactly("code", "message", "translation_key", "fields", "request_id");
        assertThat(body.get("fields").toString())
                .isEqualTo(
                        "[{\"field\":\"password\",\"code\":\"too_short\",\"message\":\"is too"
                                + " short\"},{\"field\":\"email\",\"code\":\"required\",\"message\":\"is"
                                + " required\"}]");
    }

    @Test
    void oneBrokenRuleIsAListToo() throws Exception {
        JsonNode body = body(errors.invalid("password", "too_long", "is too long"));

        assertThat(body.get("fields")).hasSize(1);
        assertThat(body.at("/fields/0/code").asText()).isEqualTo("too_long");
    }

    @ParameterizedTest
    @CsvSource({
        "TOO_SHORT, validation_failed, validation_failed",
        "TOO_LONG, validation_failed, validation_failed",
        "POLICY_LENGTH, auth.password_weak, authpolicy.password_too_short",
        "POLICY_UPPERCASE, auth.password_weak, authpolicy.password_no_uppercase",
        "POLICY_DIGITS, auth.password_weak, authpolicy.password_no_number",
        "POLICY_SYMBOLS, auth.password_weak, authpolicy.password_no_symbol",
        "POLICY_OTHER, auth.password_weak, auth.password_weak",
        "BREACHED, auth.password_breached, authpolicy.password_breached",
        "UNKNOWN, unavailable, unavailable"
    })
    void refusedPasswordHasACodeForUsersAndOneForAdmins(Rule rule, String ofUser, String ofAdmin)
            throws Exception {
        PasswordRefusal refusal = new PasswordRefusal(rule, "why");

        assertThat(body(errors.passwordRefused("password", refusal)).get("code").asText())
                .isEqualTo(ofUser);
        assertThat(body(errors.passwordRefusedByPolicy("password", refusal)).get("code").asText())
                .isEqualTo(ofAdmin);
    }

    @ParameterizedTest
    @CsvSource({"TOO_SHORT, too_short", "TOO_LONG, too_long"})
    void passwordOfAForbiddenLengthIsAMemberThatBreaksItsRule(Rule rule, String code)
            throws Exception {
        PasswordRefusal refusal = new PasswordRefusal(rule, "why");

        JsonNode body = body(errors.passwordRefused("new_password", refusal));

        assertThat(body.get("fields")).hasSize(1);
        assertThat(body.at("/fields/0/field").asText()).isEqualTo("new_password");
        assertThat(body.at("/fields/0/code").asText()).isEqualTo(code);
    }

    @Test
    void malformedBodyIsABadRequestExceptWhereTheRouteSaysOtherwise() throws Exception {
        InputError malformed = new InputError.Malformed("not valid JSON");
        QeetErrors signIn = new QeetErrors("req-1", QeetError.VALIDATION_FAILED);

        assertThat(errors.badInput(malformed).status()).isEqualTo(400);
        assertThat(body(errors.badInput(malformed)).get("code").asText()).isEqualTo("bad_request");
        assertThat(signIn.badInput(malformed).status()).isEqualTo(422);
        assertThat(body(signIn.badInput(malformed)).get("code").asText())
                .isEqualTo("validation_failed");
        assertThat(body(signIn.badInput(malformed)).get("detail").asText())
                .isEqualTo("not valid JSON");
    }

    @Test
    void limitsSayWhenToComeBack() {
        assertThat(errors.rateLimited(7).headers()).containsExactly(retryAfter(7));
        assertThat(errors.rateLimited(7).status()).isEqualTo(429);
        assertThat(errors.retryLater(QeetError.ACCOUNT_LOCKED, 900).headers())
                .containsExactly(retryAfter(900));
    }

    @Test
    void refusalsBeforeAnEndpointHaveTheirCodes() throws Exception {
        assertThat(body(errors.notFound()).get("code").asText()).isEqualTo("not_found");
        assertThat(body(errors.httpsRequired()).get("code").asText()).isEqualTo("forbidden");
        assertThat(body(errors.rateLimited(1)).get("code").asText()).isEqualTo("rate_limited");
        assertThat(body(errors.unauthorized()).get("code").asText()).isEqualTo("unauthorized");
        assertThat(body(errors.internal()).get("code").asText()).isEqualTo("internal");
    }

    private static Answer.Header retryAfter(int seconds) {
        return new Answer.Header("Retry-After", Integer.toString(seconds));
    }

    /** The one member of the envelope. */
    private static JsonNode body(Answer answer) throws JsonProcessingException {
        JsonNode envelope = new JsonMapper().readTree(new QeetErrors("id").wire().write(answer));
        assertThat(names(envelope)).containsExactly("error");
        return envelope.get("error");
    }

    private static List<String> names(JsonNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
