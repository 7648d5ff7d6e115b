package io.authrealm.api.service.optin;

import org.keycloak.models.PasswordPolicy;

/** The password policies of a new tenant. */
final class PoliciesPart implements Part {

    static final String NAME = "policies";

    private final Site site;

    PoliciesPart(Site site) {
        this.site = site;
    }

    @Override
    public String name() {
        return NAME;
    }

    private PasswordPolicy wanted() {
        return PasswordPolicy.parse(site.session(), site.template().getPasswordPolicy());
    }

    @Override
    public Look look() {
        PasswordPolicy there = site.realm().getPasswordPolicy();
        if (there.getPolicies().isEmpty()) {
            return new Look.Missing(
                    "The password policies %s.".formatted(site.template().getPasswordPolicy()));
        }
        return there.getPolicies().containsAll(wanted().getPolicies())
                ? new Look.Fits("The realm has the password policies.")
                : new Look.Clash(
                        "The realm has password policies of its own: add those of \"%s\" yourself."
                                .formatted(site.template().getPasswordPolicy()));
    }

    @Override
    public void make() {
        site.realm().setPasswordPolicy(wanted());
        site.made().add(NAME, wanted().toString());
    }
}
