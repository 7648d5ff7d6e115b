package io.authrealm.api.service.tenants;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.keycloak.RealmRoles;
import io.authrealm.api.service.profile.Profiles;
import io.authrealm.api.service.verification.AddressProof;
import io.authrealm.api.tenant.Tenant;
import org.keycloak.events.Details;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The owner of a new tenant. */
public final class TenantOwner {

    private static final String BY_TENANT = "authrealm-tenant";

    private TenantOwner() {}

    /** Makes a user of a new tenant its owner. */
    public static void appoint(KeycloakSession job, Tenant here, UserModel user) {
        user.grantRole(new RealmRoles(job, here.realm()).ownerOrNew());
    }

    /**
     * Makes an account in a new tenant for a user of another one, as its owner. It has the same
     * verified address and the same name, and no password: a hash must not leave its realm.
     */
    static UserModel copy(KeycloakSession job, Tenant here, UserModel creator) {
        UserModel user = job.users().addUser(here.realm(), creator.getEmail());
        user.setEnabled(true);
        user.setEmail(creator.getEmail());
        user.setFirstName(creator.getFirstName());
        user.setLastName(creator.getLastName());
        copy(creator, user, Profiles.DISPLAY_NAME);
        copy(creator, user, UserModel.LOCALE);
        AddressProof.accept(user);
        appoint(job, here, user);
        ApiEvents.open(job, here, EventType.REGISTER)
                .user(user)
                .detail(Details.REGISTER_METHOD, BY_TENANT)
                .detail(Details.EMAIL, user.getEmail())
                .success();
        return user;
    }

    private static void copy(UserModel from, UserModel to, String attribute) {
        String value = from.getFirstAttribute(attribute);
        if (value != null) {
            to.setSingleAttribute(attribute, value);
        }
    }
}
