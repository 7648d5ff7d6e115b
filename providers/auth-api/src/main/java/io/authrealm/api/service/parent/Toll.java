package io.authrealm.api.service.parent;

import io.authrealm.api.service.admission.Denial;
import io.authrealm.api.store.Credits;
import io.authrealm.api.tenant.Tenant;
import java.util.Optional;
import org.keycloak.models.KeycloakSession;

/** What the tenant pays for what its children do, if its settings give it credits. */
record Toll(Tenant tenant, long cost) {

    static final long SIGN_UP = 5;
    static final long SIGN_IN = 1;
    static final long VERIFICATION = 2;

    /** What costs nothing. */
    static final long NOTHING = 0;

    /** Takes the whole cost in the transaction of {@code job}, or nothing. */
    Optional<Denial> take(KeycloakSession job) {
        long given = tenant.settings().parents().credits();
        return given == 0 || new Credits(job, tenant.realm()).spend(cost, given)
                ? Optional.empty()
                : Optional.of(Denial.NO_CREDIT);
    }

    /** Gives the whole cost back, which an earlier transaction has taken. */
    void giveBack(KeycloakSession job) {
        if (tenant.settings().parents().credits() > 0) {
            new Credits(job, tenant.realm()).giveBack(cost);
        }
    }

    /** Takes the cost of what must not fail for lack of credits. */
    void takeWhatIsLeft(KeycloakSession job) {
        long given = tenant.settings().parents().credits();
        if (given > 0) {
            new Credits(job, tenant.realm()).spendAtMost(cost, given);
        }
    }
}
