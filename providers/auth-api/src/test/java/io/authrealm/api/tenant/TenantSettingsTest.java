package io.authrealm.api.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.authrealm.core.limits.AddressKey;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.sms.SmsLimitSettings;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.component.ComponentModel;
import org.keycloak.provider.ProviderConfigProperty;

final class TenantSettingsTest {

    @Test
    void everySettingHasADefault() {
        TenantSettings settings = TenantSettings.of(new ComponentModel());

        assertThat(settings.enabled()).isTrue();
        assertThat(settings.clientId()).isEqualTo("authrealm-api");
        assertThat(settings.audience()).isEqualTo("authrealm");
        assertThat(settings.tenantId()).isNull();
        assertThat(settings.hostNames()).isEmpty();
        assertThat(settings.emailDomains()).isEmpty();
        assertThat(settings.perAddress("203.0.113.7")).isEqualTo(new Limit(5, 20));
        assertThat(settings.perUser()).isEqualTo(new Limit(30, 100));
        assertThat(settings.perKey()).isEqualTo(new Limit(50, 200));
        assertThat(settings.mostApiKeys()).isEqualTo(100);
        assertThat(settings.perTenant()).isEqualTo(new Limit(100, 500));
        assertThat(settings.sensitive()).isEqualTo(new Limit(0.1, 5));
        assertThat(settings.maxBodyBytes()).isEqualTo(1_048_576);
        assertThat(settings.signInRefusalMinimumMillis()).isEqualTo(250);
        assertThat(settings.signupMinimumMillis()).isEqualTo(250);
        assertThat(settings.recoveryMinimumMillis()).isEqualTo(250);
        assertThat(settings.appUrl()).isNull();
        assertThat(settings.linkLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(settings.magicLinks()).isTrue();
        assertThat(settings.codeLifetime()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.codeMaxAttempts()).isEqualTo(5);
        assertThat(settings.mailsPerRecipient()).isEqualTo(5);
        assertThat(settings.sms()).isEqualTo(SmsLimitSettings.DEFAULTS);
        assertThat(settings.mfaMaxAttempts()).isEqualTo(5);
        assertThat(settings.mfaLifetimeSeconds()).isEqualTo(600);
        assertThat(settings.mailCodes()).isTrue();
        assertThat(settings.textCodes()).isTrue();
        assertThat(settings.factorMaxAttempts()).isEqualTo(10);
        assertThat(settings.factorWindow()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.deletedUsersRetentionDays()).isEqualTo(30);
        assertThat(settings.inviteLifetime()).hasDays(14);
        assertThat(settings.mostPendingInvites()).isEqualTo(1_000);
        assertThat(settings.keepsConsoleDeletions()).isFalse();
        assertThat(settings.revealsAccounts()).isFalse();
        assertThat(settings.arePrivateClients()).isFalse();
        assertThat(settings.sessionsPerUser()).isZero();
        assertThat(settings.passwordTransport()).isEqualTo(PasswordTransport.PLAIN);
        assertThat(settings.passwordKey()).isNull();
        assertThat(settings.sessionDetails()).isFalse();
        assertThat(settings.clientAliases()).isEmpty();
        assertThat(settings.adminAlias()).isNull();
        assertThat(settings.holderRole()).isNull();
    }

    @Test
    void componentIsReadAgainOnlyIfItHasChanged() {
        ComponentModel component = new ComponentModel();
        component.put("enabled", true);
        TenantSettings settings = TenantSettings.readOnce(component);
        assertThat(TenantSettings.readOnce(component)).isSameAs(settings);
        component.getConfig().putSingle("enabled", "false");
        assertThat(TenantSettings.readOnce(component).enabled()).isFalse();
        component.getConfig().add("host_names", "a.example");
        assertThat(TenantSettings.readOnce(component).hostNames()).containsExactly("a.example");
        component.getConfig().get("host_names").add("b.example");
        assertThat(TenantSettings.readOnce(component).hostNames()).hasSize(2);
        component.getConfig().putSingle("ip_burst", "none");
        assertThatThrownBy(() -> TenantSettings.readOnce(component))
                .hasMessageContaining("ip_burst");
    }

    @Test
    void parentSettingsHaveDefaults() {
        ParentSettings parents = TenantSettings.of(new ComponentModel()).parents();

        assertThat(parents.keys()).isEmpty();
        assertThat(parents.key()).isNull();
        assertThat(parents.owner()).isNull();
        assertThat(parents.organizationId()).isNull();
        assertThat(parents.allowedOrganizations()).isEmpty();
        assertThat(parents.isStrict()).isFalse();
        assertThat(parents.isVerificationOptional()).isFalse();
        assertThat(parents.signIns()).isEqualTo(new Limit(5.0 / 60, 5));
        assertThat(parents.linkPause()).isEqualTo(Duration.ofMinutes(1));
        assertThat(parents.verificationLifetime()).isEqualTo(Duration.ofMinutes(15));
        assertThat(parents.tokenLifetime()).isEqualTo(Duration.ofDays(1));
        assertThat(parents.secret()).isNull();
        assertThat(parents.credits()).isZero();
    }

    @Test
    void ownerIsAUserOfThisRealmOrOfAnother() {
        String user = "7D0F3A52-9f0e-4c58-9a0b-3f1f6d0c2a11";
        ComponentModel component = new ComponentModel();
        component.put("parent_owner", user);
        ParentOwner own = TenantSettings.of(component).parents().owner();
        assertThat(own.userId()).isEqualTo(user.toLowerCase(Locale.ROOT));
        assertThat(own.realmIdIn("here")).isEqualTo("here");
        component.put("parent_owner", "staff/" + user);
        ParentOwner ofStaff = TenantSettings.of(component).parents().owner();
        assertThat(ofStaff.userId()).isEqualTo(own.userId());
        assertThat(ofStaff.realmIdIn("here")).isEqualTo("staff");
        for (String bad : List.of("ada", "staff/ada", "/" + user, "a/b/" + user, user + "/x")) {
            component.put("parent_owner", bad);
            assertThatThrownBy(() -> TenantSettings.of(component))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("parent_owner");
        }
    }

    @Test
    void parentSettingsAreReadAndChecked() {
        ComponentModel component = new ComponentModel();
        component.getConfig().put("parent_keys", List.of(" APK_Ab12_9 ", "APK_xyz1"));
        component.put("parent_hs256_secret", "x".repeat(32));
        component.put("parent_strict", "true");
        component.put("parent_verification_optional", "true");
        ParentSettings parents = TenantSettings.of(component).parents();
        // A key that says no time is the oldest.
        assertThat(parents.keys()).containsExactly("APK_xyz1", "APK_Ab12_9");
        assertThat(parents.key()).isEqualTo("APK_xyz1");
        assertThat(parents.secret()).hasSize(32);
        assertThat(parents.isStrict()).isTrue();
        assertThat(parents.isVerificationOptional()).isTrue();
        assertThat(parents.toString()).doesNotContain("x".repeat(32));

        component.put("parent_hs256_secret", "x".repeat(31));
        assertThatThrownBy(() -> TenantSettings.of(component))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parent_hs256_secret")
                .hasMessageNotContaining("xxx");
        component.put("parent_hs256_secret", "${vault.authiqa-hs256-signing-key-of-this-realm}");
        assertThatThrownBy(() -> TenantSettings.of(component))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parent_hs256_secret")
                .hasMessageContaining("vault")
                .hasMessageNotContaining("signing-key");
        ComponentModel other = new ComponentModel();
        other.put("parent_keys", "key_of_another_form");
        assertThatThrownBy(() -> TenantSettings.of(other))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parent_keys");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t"})
    void blankValueIsTheDefault(String blank) {
        ComponentModel component = new ComponentModel();
        TenantSettings.PROPERTIES.forEach(property -> component.put(property.getName(), blank));

        assertThat(TenantSettings.of(component)).isEqualTo(TenantSettings.of(new ComponentModel()));
    }

    @Test
    void everySettingIsReadFromItsOwnKey() {
        ComponentModel component = new ComponentModel();
        component.put("enabled", "false");
        component.put("client_id", " app ");
        component.put("audience", "https://api.example.com");
        component.put("tenant_id", "3F2504E0-4F89-41D3-9A0C-0305E82C3301");
        component.put("ip_rate", "1.5");
        component.put("ip_burst", "2");
        component.put("user_rate", "3");
        component.put("user_burst", "4");
        component.put("key_rate", "24");
        component.put("key_burst", "25");
        component.put("api_keys_max", "26");
        component.put("tenant_rate", "5");
        component.put("tenant_burst", "6");
        component.put("sensitive_rate", "7");
        component.put("sensitive_burst", " 8 ");
        component.put("max_body_bytes", "2048");
        component.put("sign_in_refusal_floor_ms", "9");
        component.put("signup_floor_ms", "10");
        component.put("recovery_floor_ms", "20");
        component.put("app_url", "https://app.example.com/start/");
        component.put("link_lifetime_seconds", "21");
        component.put("password_sign_in", "false");
        component.put("magic_links", "false");
        component.put("code_lifetime_seconds", "22");
        component.put("code_max_attempts", "13");
        component.put("mails_per_recipient", "14");
        component.put("sms_per_number", "15");
        component.put("sms_per_user", "16");
        component.put("sms_per_address", "17");
        component.put("sms_per_realm", "18");
        component.getConfig().put("sms_countries", List.of("us", " CA "));
        component.put("mfa_max_attempts", "11");
        component.put("mfa_lifetime_seconds", "12");
        component.put("mail_codes", "false");
        component.put("text_codes", "false");
        component.put("deleted_users_retention_days", "20");
        component.put("invite_lifetime_days", "24");
        component.put("invites_pending_max", "25");
        component.put("reveal_accounts", "true");
        component.put("private_clients", "true");
        component.put("sessions_per_user", "23");
        component.put("password_transport", "auto");
        component.put("password_key", "a shared key");
        component.put("session_details", "true");
        component
                .getConfig()
                .put(
                        "client_aliases",
                        List.of("wallet=https://Wallet.example/App/", " Issuer = http://i.test"));
        component.put("admin_alias", "Admin");
        component.put("holder_role", "owner");
        TenantSettings settings = TenantSettings.of(component);

        assertThat(settings.enabled()).isFalse();
        assertThat(settings.clientId()).isEqualTo("app");
        assertThat(settings.audience()).isEqualTo("https://api.example.com");
        assertThat(settings.tenantId()).isEqualTo("3f2504e0-4f89-41d3-9a0c-0305e82c3301");
        assertThat(settings.perAddress("203.0.113.7")).isEqualTo(new Limit(1.5, 2));
        assertThat(settings.perUser()).isEqualTo(new Limit(3, 4));
        assertThat(settings.perKey()).isEqualTo(new Limit(24, 25));
        assertThat(settings.mostApiKeys()).isEqualTo(26);
        assertThat(settings.perTenant()).isEqualTo(new Limit(5, 6));
        assertThat(settings.sensitive()).isEqualTo(new Limit(7, 8));
        assertThat(settings.maxBodyBytes()).isEqualTo(2048);
        assertThat(settings.signInRefusalMinimumMillis()).isEqualTo(9);
        assertThat(settings.signupMinimumMillis()).isEqualTo(10);
        assertThat(settings.recoveryMinimumMillis()).isEqualTo(20);
        assertThat(settings.appUrl()).isEqualTo("https://app.example.com/start");
        assertThat(settings.linkLifetime()).isEqualTo(Duration.ofSeconds(21));
        assertThat(settings.passwordSignIn()).isFalse();
        assertThat(settings.magicLinks()).isFalse();
        assertThat(settings.codeLifetime()).isEqualTo(Duration.ofSeconds(22));
        assertThat(settings.codeMaxAttempts()).isEqualTo(13);
        assertThat(settings.mailsPerRecipient()).isEqualTo(14);
        assertThat(settings.sms())
                .isEqualTo(new SmsLimitSettings(15, 16, 17, 18, Set.of("US", "CA")));
        assertThat(settings.mfaMaxAttempts()).isEqualTo(11);
        assertThat(settings.mfaLifetimeSeconds()).isEqualTo(12);
        assertThat(settings.mailCodes()).isFalse();
        assertThat(settings.textCodes()).isFalse();
        assertThat(settings.deletedUsersRetentionDays()).isEqualTo(20);
        assertThat(settings.inviteLifetime()).hasDays(24);
        assertThat(settings.mostPendingInvites()).isEqualTo(25);
        assertThat(settings.revealsAccounts()).isTrue();
        assertThat(settings.arePrivateClients()).isTrue();
        assertThat(settings.sessionsPerUser()).isEqualTo(23);
        assertThat(settings.passwordTransport()).isEqualTo(PasswordTransport.AUTO);
        assertThat(settings.passwordKey()).isEqualTo("a shared key");
        assertThat(settings.sessionDetails()).isTrue();
        assertThat(settings.clientAliases())
                .containsOnly(
                        entry("WALLET", "https://Wallet.example/App"),
                        entry("ISSUER", "http://i.test"));
        assertThat(settings.adminAlias()).isEqualTo("Admin");
        assertThat(settings.holderRole()).isEqualTo("owner");
    }

    @Test
    void namesAreTrimmedInLowerCaseAndWithoutBlanks() {
        ComponentModel component = new ComponentModel();
        component
                .getConfig()
                .put("host_names", List.of(" Login.Example.COM ", "login.example.com", "", " "));
        component.getConfig().put("email_domains", List.of("Example.com", "example.org"));
        TenantSettings settings = TenantSettings.of(component);

        assertThat(settings.hostNames()).containsExactly("login.example.com");
        assertThat(settings.emailDomains()).containsExactlyInAnyOrder("example.com", "example.org");
    }

    @ParameterizedTest
    @CsvSource({
        "ip_burst, 1, 1000000",
        "user_burst, 1, 1000000",
        "tenant_burst, 1, 1000000",
        "sensitive_burst, 1, 1000000",
        "max_body_bytes, 1024, 8388608",
        "sign_in_refusal_floor_ms, 0, 5000",
        "signup_floor_ms, 0, 5000",
        "recovery_floor_ms, 0, 5000",
        "link_lifetime_seconds, 5, 86400",
        "code_lifetime_seconds, 5, 3600",
        "code_max_attempts, 1, 20",
        "mails_per_recipient, 0, 1000000",
        "sms_per_number, 0, 1000000",
        "sms_per_user, 0, 1000000",
        "sms_per_address, 0, 1000000",
        "sms_per_realm, 0, 1000000",
        "mfa_max_attempts, 1, 100",
        "mfa_lifetime_seconds, 10, 3600",
        "step_up_seconds, 10, 3600",
        "deleted_users_retention_days, 0, 3650",
        "invite_lifetime_days, 1, 365",
        "invites_pending_max, 0, 100000",
        "sessions_per_user, 0, 1000"
    })
    void wholeNumbersStayWithinTheirBounds(String name, int min, int max) {
        assertTaken(name, String.valueOf(min));
        assertTaken(name, String.valueOf(max));
        for (String value :
                List.of(
                        String.valueOf(min - 1),
                        String.valueOf(max + 1),
                        "-1",
                        "1.5",
                        "1e3",
                        "many",
                        "99999999999")) {
            assertRefused(
                    name, value, name + " must be a whole number from " + min + " to " + max + ".");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ip_rate", "user_rate", "tenant_rate", "sensitive_rate"})
    void ratesStayWithinTheirBounds(String name) {
        assertTaken(name, "0");
        assertTaken(name, "0.001");
        assertTaken(name, "1000000");
        for (String value :
                List.of("-0.1", "1000000.5", "NaN", "Infinity", "-Infinity", "fast", "0,5")) {
            assertRefused(name, value, name + " must be a number from 0 to 1000000.");
        }
    }

    @Test
    void countriesAreThoseThatExist() {
        ComponentModel component = new ComponentModel();
        component.getConfig().put("sms_countries", List.of("DE", "UK"));

        assertThatThrownBy(() -> TenantSettings.of(component))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("sms_countries must be ISO 3166 codes of two letters.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "app.example.com",
                "ftp://app.example.com",
                "javascript:alert(1)",
                "https://",
                "https://user@app.example.com",
                "https://app.example.com?x=1",
                "https://app.example.com/#top",
                "https://app.example.com/a b"
            })
    void appIsAWebAddress(String address) {
        assertRefused("app_url", address, "app_url must be a web address without a query.");
    }

    /** Each of them could send the text of another one. */
    @Test
    void clientsWithoutAKnownAddressHaveTheLimitOfTwentyTogether() {
        ComponentModel component = with("ip_rate", "1.5");
        component.put("ip_burst", "2");
        TenantSettings settings = TenantSettings.of(component);
        assertThat(settings.perAddress(AddressKey.UNKNOWN)).isEqualTo(new Limit(30, 40));
    }

    @Test
    void rateOfZeroSwitchesTheLimitOff() {
        assertThat(TenantSettings.of(with("ip_rate", "0")).perAddress("203.0.113.7").perSecond())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acme",
                "3f2504e04f8941d39a0c0305e82c3301",
                "3f2504e0-4f89-41d3-9a0c-0305e82c330g",
                "{3f2504e0-4f89-41d3-9a0c-0305e82c3301}",
                "1-1-1-1-1"
            })
    void tenantIdMustBeAUuid(String value) {
        assertRefused("tenant_id", value, "tenant_id must be a UUID.");
    }

    @Test
    void passwordsAreNotEncryptedWithoutAKey() {
        String noKey = "password_key must be set if passwords may be encrypted.";
        assertTaken("password_transport", "plain");
        assertRefused("password_transport", "auto", noKey);
        assertRefused("password_transport", "encrypted", noKey);
        assertRefused(
                "password_transport",
                "base64",
                "password_transport must be one of plain, encrypted, auto.");
    }

    @Test
    void theConsoleShowsNoSecret() {
        assertThat(TenantSettings.PROPERTIES)
                .filteredOn(ProviderConfigProperty::isSecret)
                .extracting(ProviderConfigProperty::getName)
                .containsExactlyInAnyOrder("password_key", "parent_hs256_secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://app.example", "=https://app.example", "a/b=https://a.example"})
    void anAliasHasANameAndAnAddress(String value) {
        assertRefused(
                "client_aliases",
                value,
                "client_aliases must be a name, the sign = and a web address.");
    }

    @Test
    void everySettingIsDescribedToTheAdmin() {
        assertThat(TenantSettings.PROPERTIES)
                .extracting(ProviderConfigProperty::getName)
                .doesNotHaveDuplicates();
        assertThat(TenantSettings.PROPERTIES)
                .allSatisfy(
                        property -> {
                            assertThat(property.getLabel()).isNotBlank();
                            assertThat(property.getHelpText()).isNotBlank();
                        });
        assertThat(new TenantSettingsProviderFactory().getConfigProperties())
                .isEqualTo(TenantSettings.PROPERTIES);
    }

    private static void assertTaken(String name, String value) {
        assertThat(TenantSettings.of(with(name, value))).isNotNull();
    }

    private static void assertRefused(String name, String value, String message) {
        assertThatThrownBy(() -> TenantSettings.of(with(name, value)))
                .as("%s = %s", name, value)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static ComponentModel with(String name, String value) {
        ComponentModel component = new ComponentModel();
        component.put(name, value);
        return component;
    }
}
