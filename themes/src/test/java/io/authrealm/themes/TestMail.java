package io.authrealm.themes;

import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keycloak.broker.provider.BrokeredIdentityContext;
import org.keycloak.email.EmailException;
import org.keycloak.email.EmailTemplateProvider;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventType;
import org.keycloak.models.Constants;
import org.keycloak.models.IdentityProviderModel;
import org.keycloak.models.OrganizationModel;
import org.keycloak.models.UserModel;

/** Every mail of the theme, sent as the server or AuthRealm sends it. */
@SuppressWarnings("deprecation") // The server still reports the older events beside the newer ones.
enum TestMail {
    PASSWORD_RESET_LINK(Secret.LINK, ours("authrealmPasswordResetSubject", "password-reset-link")),
    MAGIC_LINK(Secret.LINK, ours("authrealmMagicLinkSubject", "magic-link")),
    VERIFY_EMAIL_LINK(Secret.LINK, ours("authrealmVerifyEmailSubject", "verify-email-link")),
    VERIFY_EMAIL_CODE(Secret.CODE, ours("authrealmVerifyEmailSubject", "verify-email-code")),
    EMAIL_CHANGE_CODE(Secret.CODE, ours("authrealmEmailChangeSubject", "email-change-code")),
    SECOND_FACTOR_CODE(Secret.CODE, ours("authrealmSecondFactorCodeSubject", "second-factor-code")),
    PASSWORD_CHANGED(Secret.NONE, ours("authrealmPasswordChangedSubject", "password-changed")),
    EMAIL_CHANGED(Secret.NONE, ours("authrealmEmailChangedSubject", "email-changed")),
    FACTOR_ADDED(Secret.NONE, ours("authrealmFactorAddedSubject", "factor-added")),
    FACTOR_REMOVED(Secret.NONE, ours("authrealmFactorRemovedSubject", "factor-removed")),
    TENANT_INVITE(Secret.LINK, ours("authrealmTenantInviteSubject", "tenant-invite")),
    PASSWORD_RESET(
            Secret.LINK, (provider, values) -> provider.sendPasswordReset(TestMail.LINK, 60)),
    EMAIL_VERIFICATION(
            Secret.LINK, (provider, values) -> provider.sendVerifyEmail(TestMail.LINK, 5)),
    EMAIL_VERIFICATION_WITH_CODE(
            Secret.CODE,
            (provider, values) ->
                    provider.send(
                            "emailVerificationSubject",
                            "email-verification-with-code.ftl",
                            new HashMap<>(Map.of("code", TestMail.CODE)))),
    EMAIL_UPDATE_CONFIRMATION(
            Secret.LINK,
            (provider, values) ->
                    provider.sendEmailUpdateConfirmation(TestMail.LINK, 1440, values.newEmail())),
    EXECUTE_ACTIONS(
            Secret.LINK,
            (provider, values) ->
                    provider.setAttribute(
                                    Constants.TEMPLATE_ATTR_REQUIRED_ACTIONS,
                                    List.of(
                                            UserModel.RequiredAction.UPDATE_PASSWORD.name(),
                                            "webauthn-register"))
                            .sendExecuteActions(TestMail.LINK, 720)),
    IDENTITY_PROVIDER_LINK(
            Secret.LINK,
            (provider, values) -> {
                IdentityProviderModel model = new IdentityProviderModel();
                model.setAlias("example");
                model.setDisplayName(values.provider());
                model.setEnabled(true);
                BrokeredIdentityContext context = new BrokeredIdentityContext("1", model);
                context.setUsername(values.providerUser());
                provider.setAttribute(
                                EmailTemplateProvider.IDENTITY_PROVIDER_BROKER_CONTEXT, context)
                        .sendConfirmIdentityBrokerLink(TestMail.LINK, 5);
            }),
    EMAIL_TEST(Secret.NONE, (provider, values) -> provider.sendSmtpTestEmail(Map.of(), user())),
    ORG_INVITE(
            Secret.LINK,
            (provider, values) ->
                    provider.sendOrgInviteEmail(
                            Stub.of(
                                    OrganizationModel.class,
                                    Map.of("getName", arguments -> values.organization())),
                            TestMail.LINK,
                            20160)),
    EVENT_LOGIN_ERROR(Secret.NONE, event(EventType.LOGIN_ERROR)),
    EVENT_UPDATE_PASSWORD(Secret.NONE, event(EventType.UPDATE_PASSWORD)),
    EVENT_UPDATE_TOTP(Secret.NONE, event(EventType.UPDATE_TOTP)),
    EVENT_REMOVE_TOTP(Secret.NONE, event(EventType.REMOVE_TOTP)),
    EVENT_UPDATE_CREDENTIAL(Secret.NONE, event(EventType.UPDATE_CREDENTIAL)),
    EVENT_REMOVE_CREDENTIAL(Secret.NONE, event(EventType.REMOVE_CREDENTIAL)),
    EVENT_TEMPORARY_LOCKOUT(Secret.NONE, event(EventType.USER_DISABLED_BY_TEMPORARY_LOCKOUT)),
    EVENT_PERMANENT_LOCKOUT(Secret.NONE, event(EventType.USER_DISABLED_BY_PERMANENT_LOCKOUT));

    /** The secret that the user needs from a mail. */
    enum Secret {
        LINK,
        CODE,
        NONE
    }

    private interface Send {
        void send(EmailTemplateProvider provider, MailValues values) throws EmailException;
    }

    static final String LINK =
            "https://app.acme.example/forgot-password?token=Zm9vYmFyLWJhei1xdXV4LTAxMjM0NTY3ODktYWJjZGVm&lang=en";
    static final String CODE = "493027";

    private final Secret secret;
    private final Send send;

    TestMail(Secret secret, Send send) {
        this.secret = secret;
        this.send = send;
    }

    Secret secret() {
        return secret;
    }

    boolean isOurs() {
        return compareTo(PASSWORD_RESET) < 0;
    }

    RenderedMail render(Locale locale, MailValues values) {
        return render(locale, values, RealmTexts.NONE);
    }

    RenderedMail render(Locale locale, MailValues values, RealmTexts texts) {
        return new MailRenderer(values.realm(), texts)
                .render(locale, provider -> send.send(provider, values));
    }

    private static Send ours(String subject, String template) {
        return (provider, values) -> {
            Map<String, Object> attributes = new HashMap<>();
            attributes.put("link", LINK);
            attributes.put("code", CODE);
            attributes.put("newEmail", values.maskedEmail());
            attributes.put("types", List.of("otp", "recovery-authn-codes"));
            attributes.put("date", new Date(1_767_258_000_000L));
            attributes.put("ipAddress", values.address());
            attributes.put("expirationMinutes", template.endsWith("code") ? 10 : 60);
            provider.send(subject, List.of(values.realm()), template + ".ftl", attributes);
        };
    }

    private static Send event(EventType type) {
        return (provider, values) -> {
            Event event = new Event();
            event.setType(type);
            event.setTime(new Date(1_767_258_000_000L).getTime());
            event.setIpAddress(values.address());
            event.setDetails(Map.of(Details.CREDENTIAL_TYPE, "otp"));
            provider.sendEvent(event);
        };
    }

    private static UserModel user() {
        return Stub.of(UserModel.class, Map.of("getAttributes", arguments -> null));
    }
}
