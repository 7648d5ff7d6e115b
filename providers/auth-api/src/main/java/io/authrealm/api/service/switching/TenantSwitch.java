package io.authrealm.api.service.switching;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.OtherTenants;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.keycloak.Proof;
import io.authrealm.api.service.link.MagicLinks;
import io.authrealm.api.service.signin.AppReturn;
import io.authrealm.api.service.signin.ProvedSignIn;
import io.authrealm.api.service.signin.SignInProtection;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.UserByEmail;
import java.util.Locale;
import java.util.Optional;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/**
 * Lets a signed-in user go on in another tenant. The account there is the one that has the same
 * address, if the address is verified in both. That is enough only if the operator lets the other
 * tenant trust this one: an admin of this tenant can mark any address as verified.
 *
 * <p>The session begins as after a magic link: the flow of the other tenant asks for a second
 * factor and for what else it asks for after a password. The session here stays as it is.
 */
public final class TenantSwitch {

    /** Of the event in the tenant that the user comes from. */
    private static final String TENANT_DETAIL = "switch_to_tenant";

    private final KeycloakSession session;
    private final SignInProtection protection;
    private final SensitiveLimit limit;
    private final OtherTenants others;

    public TenantSwitch(
            KeycloakSession session,
            SignInProtection protection,
            SensitiveLimit limit,
            OtherTenants others) {
        this.session = session;
        this.protection = protection;
        this.limit = limit;
        this.others = others;
    }

    /**
     * Signs the user in at another tenant.
     *
     * @param tenantId a UUID
     * @param app where a browser comes back to if it has to go on
     */
    public TenantSwitchResult to(Caller caller, String tenantId, AppReturn app) {
        int wait = limit.take(caller);
        if (wait > 0) {
            return new TenantSwitchResult.Limited(wait);
        }
        EventBuilder event =
                ApiEvents.open(session, caller.tenant(), EventType.TOKEN_EXCHANGE)
                        .user(caller.user())
                        .session(caller.sessionId())
                        .detail(TENANT_DETAIL, tenantId.toLowerCase(Locale.ROOT));
        Optional<Tenant> found = others.find(tenantId);
        // The same look-up whatever else is wrong, so that its time tells nothing.
        UserModel same = sameAs(caller.user(), found.orElse(caller.tenant()));
        if (same == null || found.isEmpty() || !found.get().takesUsersOf(caller.tenant())) {
            event.error(Errors.NOT_ALLOWED);
            return new TenantSwitchResult.NotMember();
        }
        event.success();
        Tenant there = found.get();
        others.enter(there);
        return ProvedSignIn.afterSwitch(session, protection, there)
                .returningTo(app)
                .signIn(same, () -> Optional.of(Proof.TENANT_SWITCH), () -> {})
                .<TenantSwitchResult>map(TenantSwitchResult.Switched::new)
                .orElseGet(TenantSwitchResult.NotMember::new);
    }

    /** Returns null if there is nobody who is to be taken for the same person. */
    private UserModel sameAs(UserModel here, Tenant there) {
        String email = here.getEmail();
        UserModel found =
                UserByEmail.find(session, there.realm(), email == null ? here.getId() : email);
        boolean isSame =
                found != null
                        && email != null
                        && here.isEmailVerified()
                        && found.isEmailVerified()
                        // A deleted user is never enabled.
                        && found.isEnabled()
                        && MagicLinks.isOpenTo(session, there.realm(), found);
        return isSame ? found : null;
    }
}
