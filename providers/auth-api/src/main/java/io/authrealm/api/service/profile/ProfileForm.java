package io.authrealm.api.service.profile;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.keycloak.ProfileErrors;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.service.profile.ProfileFormResult.Fault;
import io.authrealm.api.service.profile.ProfileFormResult.Rule;
import io.authrealm.api.tenant.Tenant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ModelDuplicateException;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.storage.ReadOnlyException;
import org.keycloak.userprofile.Attributes;
import org.keycloak.userprofile.UserProfile;
import org.keycloak.userprofile.UserProfileContext;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.userprofile.ValidationException;

/** The realm's user profile as a form that a user fills in. */
public final class ProfileForm {

    /**
     * What accounts are found by. A change of the address has to be proved, so it has a route of
     * its own. Here both can only replace a value that the user profile does not accept.
     */
    private static final Set<String> IDENTIFIERS = Set.of(UserModel.USERNAME, UserModel.EMAIL);

    private final KeycloakSession session;
    private final Tenant tenant;

    public ProfileForm(KeycloakSession session, Tenant tenant) {
        this.session = session;
        this.tenant = tenant;
    }

    /** The names of the attributes that the user can fill in, in the order of the user profile. */
    public List<String> attributes(UserModel user) {
        Attributes now = profiles().create(UserProfileContext.UPDATE_PROFILE, user).getAttributes();
        Map<String, List<String>> writable = now.getWritable();
        return profiles().getConfiguration().getAttributes().stream()
                .map(UPAttribute::getName)
                .filter(writable::containsKey)
                .filter(name -> !IDENTIFIERS.contains(name) || isBroken(now, name))
                .toList();
    }

    @SuppressWarnings("unchecked") // an array of one listener
    private static boolean isBroken(Attributes attributes, String name) {
        Set<String> errors = new HashSet<>();
        attributes.validate(name, error -> errors.add(error.getMessage()));
        return !errors.isEmpty();
    }

    /** The same for a user who is signed in. */
    public ProfileFormResult update(Caller caller, Function<String, List<String>> given) {
        return update(caller.user(), given);
    }

    /**
     * Fills the form in. What is not given stays as it is.
     *
     * @param given the values of an attribute; null if the user gives none
     */
    public ProfileFormResult update(UserModel user, Function<String, List<String>> given) {
        EventBuilder event =
                ApiEvents.open(session, tenant, EventType.UPDATE_PROFILE)
                        .user(user)
                        .detail(Details.CONTEXT, UserProfileContext.UPDATE_PROFILE.name());
        UserProfile filledIn =
                profiles().create(UserProfileContext.UPDATE_PROFILE, values(user, given), user);
        try {
            filledIn.update(false);
            user.setSingleAttribute(Profiles.UPDATED_AT, ServerTime.now().toString());
        } catch (ValidationException e) {
            event.error(Errors.INVALID_INPUT);
            return refused(e);
        } catch (ModelDuplicateException e) {
            event.error(Errors.EMAIL_IN_USE);
            session.getTransactionManager().setRollbackOnly();
            return new ProfileFormResult.Taken();
        } catch (ReadOnlyException e) {
            event.error(Errors.NOT_ALLOWED);
            session.getTransactionManager().setRollbackOnly();
            return new ProfileFormResult.ReadOnly();
        }
        event.success();
        return new ProfileFormResult.Updated();
    }

    private Map<String, List<String>> values(UserModel user, Function<String, List<String>> given) {
        Map<String, List<String>> values =
                new HashMap<>(
                        profiles()
                                .create(UserProfileContext.UPDATE_PROFILE, user)
                                .getAttributes()
                                .getWritable());
        for (String name : attributes(user)) {
            List<String> changed = given.apply(name);
            if (changed != null) {
                values.put(name, changed);
            }
        }
        return values;
    }

    private static ProfileFormResult refused(ValidationException e) {
        List<Fault> faults =
                e.getErrors().stream()
                        .filter(error -> !ProfileErrors.TAKEN.contains(error.getMessage()))
                        .map(error -> new Fault(error.getAttribute(), rule(error.getMessage())))
                        .distinct()
                        .toList();
        return faults.isEmpty()
                ? new ProfileFormResult.Taken()
                : new ProfileFormResult.Refused(faults);
    }

    private static Rule rule(String error) {
        return switch (error) {
            case "error-user-attribute-required", "error-empty", "error-invalid-blank" ->
                    Rule.REQUIRED;
            case "error-invalid-length-too-short", "error-number-out-of-range-too-small" ->
                    Rule.TOO_SHORT;
            case "error-invalid-length-too-long", "error-number-out-of-range-too-big" ->
                    Rule.TOO_LONG;
            case "error-invalid-email", "error-non-ascii-local-part-email" -> Rule.EMAIL_SYNTAX;
            default -> Rule.ANY_OTHER;
        };
    }

    private UserProfileProvider profiles() {
        return session.getProvider(UserProfileProvider.class);
    }
}
