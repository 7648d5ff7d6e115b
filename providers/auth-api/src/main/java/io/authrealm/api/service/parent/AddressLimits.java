package io.authrealm.api.service.parent;

import io.authrealm.api.tenant.ParentSettings;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.TokenBuckets;
import io.authrealm.core.limits.TokenBuckets.Limit;
import io.authrealm.core.text.EmailSyntax;
import java.time.Duration;

/**
 * Limits what clients ask for one address, with or without an account. The client learns of these
 * limits.
 *
 * @param buckets the server's; each node counts for itself
 */
public record AddressLimits(TokenBuckets buckets) {

    /**
     * Takes a permit for a sign-in and returns zero, or returns the seconds until there is one.
     *
     * @param tenant the one that the client sees
     */
    int takeSignIn(Tenant tenant, String email) {
        return take("parent-sign-in", tenant, email, tenant.settings().parents().signIns());
    }

    /** The same for a mail with a link. */
    int takeLink(String kind, Tenant tenant, String email) {
        ParentSettings settings = tenant.settings().parents();
        Duration pause = settings.linkPause();
        return pause.isZero()
                ? 0
                : take("parent-link-" + kind, tenant, email, new Limit(1.0 / pause.toSeconds(), 1));
    }

    private int take(String scope, Tenant tenant, String email, Limit limit) {
        return buckets.take(tenant.bucket(scope, EmailSyntax.normalized(email)), limit);
    }
}
