package io.authrealm.api.tenant;

import io.authrealm.api.keycloak.AdminRequest;
import io.authrealm.core.text.DomainName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * What is refused when settings are written, though it could be read: names that no request can
 * have, and settings that there are not. They would have no effect, and the admin would not learn
 * why.
 */
final class SettingsCheck {

    private static final Set<String> KNOWN =
            TenantSettings.PROPERTIES.stream()
                    .map(ProviderConfigProperty::getName)
                    .collect(Collectors.toUnmodifiableSet());

    private SettingsCheck() {}

    /** Returns why the component must not be written, in words for the admin, or nothing. */
    static Optional<String> refusal(
            KeycloakSession session, RealmModel realm, ComponentModel model) {
        return unknown(model)
                .or(
                        () ->
                                malformed(
                                        model,
                                        RootClaims.HOST_NAMES,
                                        DomainName::isHost,
                                        "host name, such as login.acme.example"))
                .or(
                        () ->
                                malformed(
                                        model,
                                        RootClaims.EMAIL_DOMAINS,
                                        DomainName::isName,
                                        "domain, such as acme.example"))
                .or(() -> missingClient(session, realm, model));
    }

    private static Optional<String> unknown(ComponentModel model) {
        return model.getConfig().keySet().stream()
                .filter(name -> !KNOWN.contains(name))
                .sorted()
                .findFirst()
                .map(name -> "AuthRealm has no setting \"%s\".".formatted(name));
    }

    private static Optional<String> malformed(
            ComponentModel model, String setting, Predicate<String> isRight, String what) {
        return model.getConfig().getOrDefault(setting, List.of()).stream()
                .filter(value -> value != null && !value.isBlank())
                .filter(value -> !isRight.test(value))
                .findFirst()
                .map(
                        value ->
                                "%s: \"%s\" is no %s. Each value is one name and nothing else."
                                        .formatted(setting, value, what));
    }

    /** A realm that is just being created has no clients yet; the log tells of those later. */
    private static Optional<String> missingClient(
            KeycloakSession session, RealmModel realm, ComponentModel model) {
        String written = model.getConfig().getFirst(TenantSettings.CLIENT);
        boolean isChecked =
                written != null
                        && !written.isBlank()
                        && AdminRequest.of(session)
                                .filter(AdminRequest::writesComponent)
                                .isPresent();
        return isChecked && realm.getClientByClientId(written.trim()) == null
                ? Optional.of(
                        "%s: the realm has no client \"%s\"."
                                .formatted(TenantSettings.CLIENT, written.trim()))
                : Optional.empty();
    }
}
