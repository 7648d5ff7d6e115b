package io.authrealm.api.service.optin;

import io.authrealm.api.keycloak.FlowSurvey;
import io.authrealm.api.keycloak.TestedVersions;
import io.authrealm.api.tenant.NoPictureException;
import io.authrealm.api.tenant.TenantDirectory;
import io.authrealm.api.tenant.TenantSettings;
import io.authrealm.core.outcome.Cases;
import io.authrealm.sms.SmsSender;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.keycloak.common.Version;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;

/** Looks at all that a realm needs for the API, and changes nothing. */
public final class Doctor {

    private static final OptInRequest NOTHING_WANTED = new OptInRequest(null, null, Set.of(), true);

    private static final String SETTINGS_MEND = "Set it in the component \"authrealm\".";

    private static final Cases<Part, Look, Finding> SEEN =
            Cases.<Part, Look, Finding>of(Look.class)
                    .when(Look.Fits.class, (part, fits) -> Finding.ok(part.name(), fits.detail()))
                    .when(
                            Look.Missing.class,
                            (part, missing) ->
                                    Finding.problem(
                                            part.name(),
                                            "The realm lacks this. " + missing.detail(),
                                            "Call PUT at this path, which makes what is missing."))
                    .when(
                            Look.Clash.class,
                            (part, clash) ->
                                    Finding.problem(
                                            part.name(),
                                            clash.detail(),
                                            "Change it yourself; the pack changes nothing that is"
                                                    + " there."))
                    .complete();

    private final KeycloakSession session;
    private final RealmModel realm;
    private final List<Finding> findings = new ArrayList<>();

    private Doctor(KeycloakSession session, RealmModel realm) {
        this.session = session;
        this.realm = realm;
    }

    /** Looks at a realm, which is that of the session. */
    public static List<Finding> examine(KeycloakSession session, RealmModel realm) {
        Doctor doctor = new Doctor(session, realm);
        try {
            doctor.look(Site.of(session, realm, NOTHING_WANTED));
        } catch (IllegalArgumentException e) {
            doctor.findings.add(Finding.problem(SettingsPart.NAME, e.getMessage(), SETTINGS_MEND));
        }
        return List.copyOf(doctor.findings);
    }

    private void look(Site site) {
        for (Part part : OptIn.parts(site)) {
            findings.add(SEEN.apply(part, part.look()));
        }
        lookAtSteps(site);
        site.settings().ifPresent(this::lookAtSettings);
        lookAtRealm();
        TestedVersions.warning(Version.VERSION)
                .ifPresentOrElse(
                        warning ->
                                findings.add(
                                        Finding.note(
                                                "versions",
                                                warning,
                                                "Use a version that the pack was tested on.")),
                        () ->
                                findings.add(
                                        Finding.ok(
                                                "versions",
                                                "The pack was tested on Keycloak %s."
                                                        .formatted(Version.VERSION))));
    }

    private void lookAtSteps(Site site) {
        AuthenticationFlowModel flow = FlowSurvey.flowOf(realm, site.client().orElse(null));
        if (flow == null) {
            return;
        }
        Set<String> steps = FlowSurvey.of(realm, flow).stepsWithoutForm();
        findings.add(
                steps.isEmpty()
                        ? Finding.ok(
                                "flow_steps", "The API can ask for each required step of the flow.")
                        : Finding.note(
                                "flow_steps",
                                "If these steps of the flow ask something, users go on on a page: %s."
                                        .formatted(String.join(", ", steps)),
                                "Replace the steps, or let the app open the page that the API"
                                        + " names."));
    }

    private void lookAtSettings(TenantSettings settings) {
        findings.add(
                Finding.ok(
                        "audience",
                        "Access tokens carry the audience \"%s\".".formatted(settings.audience())));
        findings.add(
                settings.appUrl() == null
                        ? Finding.problem(
                                "app_url",
                                "No address of the app is set, so no mail with a link is sent.",
                                SETTINGS_MEND)
                        : Finding.ok("app_url", "Links lead to the app."));
        boolean canText = SmsSender.of(session).isPresent();
        findings.add(
                canText || !settings.textCodes()
                        ? Finding.ok("text_messages", "Text messages can be sent or are not used.")
                        : Finding.note(
                                "text_messages",
                                "The server has no sender of text messages.",
                                "Set one up if users are to get codes by text message."));
        lookAtNames();
    }

    private void lookAtNames() {
        try {
            Set<String> lost = TenantDirectory.of(session).lostNames(session, realm);
            findings.add(
                    lost.isEmpty()
                            ? Finding.ok(
                                    "names",
                                    "Each host name and email domain of the realm means it.")
                            : Finding.problem(
                                    "names",
                                    "These names do not mean the realm at the root: %s."
                                            .formatted(String.join(", ", lost)),
                                    "Another realm or a server option has them: let one of the two"
                                            + " give them up."));
        } catch (NoPictureException e) {
            findings.add(
                    Finding.note(
                            "names",
                            "The server has not read its tenants yet.",
                            "Ask again in some seconds."));
        }
    }

    private void lookAtRealm() {
        findings.add(
                realm.isEnabled()
                        ? Finding.ok("realm", "The realm is enabled.")
                        : Finding.problem("realm", "The realm is disabled.", "Enable it."));
        findings.add(
                realm.getSmtpConfig() == null || realm.getSmtpConfig().isEmpty()
                        ? Finding.problem(
                                "mail_server",
                                "The realm has no mail server, so no mail is sent.",
                                "Set one under Realm settings, Email.")
                        : Finding.ok("mail_server", "The realm has a mail server."));
        findings.add(
                realm.isResetPasswordAllowed()
                        ? Finding.ok("forgot_password", "Users can reset a forgotten password.")
                        : Finding.note(
                                "forgot_password",
                                "\"Forgot password\" is off, so no link for it is sent.",
                                "Switch it on under Realm settings, Login."));
        findings.add(
                realm.isRegistrationAllowed()
                        ? Finding.ok("registration", "People can sign up.")
                        : Finding.note(
                                "registration",
                                "Registration is off, so a sign-up answers 403.",
                                "Switch it on under Realm settings, Login."));
        boolean isRotated = realm.isRevokeRefreshToken() && realm.getRefreshTokenMaxReuse() == 0;
        findings.add(
                isRotated
                        ? Finding.ok("rotation", "Each refresh token works once.")
                        : Finding.note(
                                "rotation",
                                "A refresh token can be used again, so the theft of one is not"
                                        + " noticed.",
                                "Switch \"Revoke Refresh Token\" on, with 0 as the reuse."));
    }
}
