package io.authrealm.api.service.optin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.userprofile.config.UPAttribute;
import org.keycloak.representations.userprofile.config.UPConfig;
import org.keycloak.userprofile.UserProfileProvider;
import org.keycloak.util.JsonSerialization;

/** The attributes of the user profile in which the API keeps what Keycloak has no place for. */
final class ProfilePart implements Part {

    static final String NAME = "user_profile";

    /** Stands for a realm that stores no profile, and so has Keycloak's. */
    static final String NONE_STORED = "*";

    /** What an admin has removed of these is not missing. */
    private static final Set<String> OF_KEYCLOAK =
            Set.of(UserModel.USERNAME, UserModel.EMAIL, UserModel.FIRST_NAME, UserModel.LAST_NAME);

    private static final String CONFIG = "kc.user.profile.config";

    private final Site site;

    ProfilePart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    private UserProfileProvider profiles() {
        return site.session().getProvider(UserProfileProvider.class);
    }

    private List<UPAttribute> missing(UPConfig profile) {
        return wanted().getAttributes().stream()
                .filter(attribute -> !OF_KEYCLOAK.contains(attribute.getName()))
                .filter(attribute -> profile.getAttribute(attribute.getName()) == null)
                .toList();
    }

    private UPConfig wanted() {
        String json =
                site.template()
                        .getComponents()
                        .getFirst(UserProfileProvider.class.getName())
                        .getConfig()
                        .getFirst(CONFIG);
        try {
            return JsonSerialization.readValue(json, UPConfig.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Look look() {
        List<UPAttribute> missing = missing(profiles().getConfiguration());
        return missing.isEmpty()
                ? new Look.Fits("The user profile has the API's attributes.")
                : new Look.Missing(
                        missing.stream()
                                .map(UPAttribute::getName)
                                .collect(
                                        Collectors.joining(", ", "The attributes ", " of users.")));
    }

    @Override
    public void make() {
        RealmModel realm = site.realm();
        boolean isStored =
                realm.getComponentsStream(realm.getId(), UserProfileProvider.class.getName())
                        .anyMatch(component -> component.getConfig().containsKey(CONFIG));
        if (!isStored) {
            site.made().add(NAME, NONE_STORED);
        }
        UPConfig profile = profiles().getConfiguration();
        for (UPAttribute attribute : missing(profile)) {
            profile.addOrReplaceAttribute(attribute);
            site.made().add(NAME, attribute.getName());
        }
        profiles().setConfiguration(profile);
    }
}
