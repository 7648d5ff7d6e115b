package io.authrealm.api.service.parent;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.tenant.ParentSettings;
import io.authrealm.api.tenant.Tenant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.events.Details;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.OrganizationModel;

/**
 * The organization that a tenant stands for: a Keycloak Organization of its realm, whose name,
 * address and attributes the admin console shows.
 */
public final class ParentOrganizations {

    private static final String UPDATES = "authrealm.updates";

    /**
     * Changes that an owner makes; a member that is null stays as it is.
     *
     * @param pages those to set, by their kind; null for none
     */
    public record Changes(
            String name,
            String url,
            Map<ParentPage, String> pages,
            Boolean isVerificationRequired) {}

    private final KeycloakSession session;

    public ParentOrganizations(KeycloakSession session) {
        this.session = session;
    }

    /** What anybody may know who knows a public key of the tenant. */
    public ParentOrganization of(Tenant tenant) {
        return new Organizations(session, tenant)
                .own(organization -> view(tenant, organization))
                .orElseGet(
                        () ->
                                new ParentOrganization(
                                        tenant.displayName(),
                                        tenant.settings().appUrl(),
                                        Map.of(),
                                        0,
                                        tenant.realm().isVerifyEmail()));
    }

    private static ParentOrganization view(Tenant tenant, OrganizationModel organization) {
        Map<String, List<String>> attributes = organization.getAttributes();
        Map<ParentPage, String> pages = new EnumMap<>(ParentPage.class);
        for (ParentPage page : ParentPage.values()) {
            first(attributes, page.attribute()).ifPresent(address -> pages.put(page, address));
        }
        String url = organization.getRedirectUrl();
        return new ParentOrganization(
                organization.getName(),
                url == null || url.isBlank() ? null : url,
                pages,
                updates(attributes),
                tenant.realm().isVerifyEmail());
    }

    private static int updates(Map<String, List<String>> attributes) {
        try {
            return first(attributes, UPDATES).map(Integer::parseInt).orElse(0);
        } catch (NumberFormatException e) {
            // An admin has written another text.
            return 0;
        }
    }

    private static Optional<String> first(Map<String, List<String>> attributes, String name) {
        return Optional.ofNullable(attributes.get(name)).flatMap(all -> all.stream().findFirst());
    }

    /** What a caller with a token sees. */
    public ParentOrganizationResult details(Caller caller) {
        Ownership ownership = Ownership.of(session, caller.tenant(), caller.user());
        Tenant shown = ownership.tenant().orElse(caller.tenant());
        ParentSettings settings = shown.settings().parents();
        return new ParentOrganizationResult.Found(
                of(shown),
                settings.key(),
                ownership.tenant().isPresent() ? settings.secret() : null);
    }

    /** Changes the organization of the tenant that the caller owns. */
    public ParentOrganizationResult change(Caller caller, Changes changes) {
        Optional<Tenant> owned = Ownership.of(session, caller.tenant(), caller.user()).tenant();
        return owned.isEmpty()
                ? new ParentOrganizationResult.NotOwner()
                : change(caller, owned.get(), changes);
    }

    private ParentOrganizationResult change(Caller caller, Tenant tenant, Changes changes) {
        ParentPages pages = new ParentPages(session, tenant);
        if (changes.url() != null && !pages.isForOwners(changes.url())) {
            return new ParentOrganizationResult.InvalidUrl();
        }
        if (changes.pages() != null
                && !changes.pages().values().stream().allMatch(pages::isForOwners)) {
            return new ParentOrganizationResult.InvalidPages();
        }
        if (Boolean.FALSE.equals(changes.isVerificationRequired())
                && tenant.realm().isVerifyEmail()
                && !tenant.settings().parents().isVerificationOptional()) {
            return new ParentOrganizationResult.VerificationDemanded();
        }
        Organizations organizations = new Organizations(session, tenant);
        if (changes.name() != null && organizations.isOfAnother(changes.name())) {
            return new ParentOrganizationResult.NameTaken();
        }
        if (organizations.own(organization -> apply(organization, changes)).isEmpty()) {
            return new ParentOrganizationResult.NoOrganization();
        }
        if (changes.isVerificationRequired() != null) {
            tenant.realm().setVerifyEmail(changes.isVerificationRequired());
        }
        writeEvents(caller, tenant, changes);
        return new ParentOrganizationResult.Found(
                of(tenant),
                tenant.settings().parents().key(),
                tenant.settings().parents().secret());
    }

    /** The admins of the tenant have to see it, though its owner may be a user of another realm. */
    private void writeEvents(Caller caller, Tenant tenant, Changes changes) {
        writeEvent(caller, tenant, tenant, changes);
        if (!caller.tenant().realm().equals(tenant.realm())) {
            writeEvent(caller, caller.tenant(), tenant, changes);
        }
    }

    private void writeEvent(Caller caller, Tenant log, Tenant tenant, Changes changes) {
        EventBuilder event =
                ApiEvents.open(session, log, EventType.UPDATE_PROFILE)
                        .user(caller.user())
                        .detail(Details.CONTEXT, "authrealm organization of " + tenant.name());
        values(changes).forEach((name, value) -> event.detail(Details.PREF_UPDATED + name, value));
        event.success();
    }

    private static Map<String, String> values(Changes changes) {
        Map<String, String> values = new HashMap<>();
        values.put("organization_name", changes.name());
        values.put("organization_url", changes.url());
        Optional.ofNullable(changes.pages())
                .orElseGet(Map::of)
                .forEach((page, address) -> values.put(page.attribute(), address));
        if (changes.isVerificationRequired() != null) {
            values.put(
                    "email_verification_required",
                    String.valueOf(changes.isVerificationRequired()));
        }
        values.values().removeIf(Objects::isNull);
        return values;
    }

    private static boolean apply(OrganizationModel organization, Changes changes) {
        Map<String, List<String>> attributes = new HashMap<>(organization.getAttributes());
        int updates = updates(attributes);
        if (changes.name() != null) {
            organization.setName(changes.name());
        }
        if (changes.url() != null) {
            organization.setRedirectUrl(changes.url());
        }
        if (changes.pages() != null) {
            changes.pages()
                    .forEach((page, address) -> attributes.put(page.attribute(), List.of(address)));
        }
        attributes.put(UPDATES, List.of(String.valueOf(updates + 1)));
        organization.setAttributes(attributes);
        return true;
    }
}
