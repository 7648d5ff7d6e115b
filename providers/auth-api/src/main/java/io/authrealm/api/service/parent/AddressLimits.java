package io.authrealm.api.service.parent;

import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.limits.AddressKey;
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
     * Each client has permits of its own: nobody can use up those of another one for the same
     * address.
     *
     * @param tenant the one that the client sees
     * @param client the network address that the request comes from; null if it is not known
     */
    int takeSignIn(Tenant tenant, String email, String client) {
        return take(
                "parent-sign-in",
                tenant,
                AddressKey.of(client) + '|' + EmailSyntax.normalized(email),
                tenant.settings().parents().signIns());
    }

    /** The same for a mail with a link. */
    int takeLink(String kind, Tenant tenant, String email) {
        return takePause("parent-link-" + kind, tenant, EmailSyntax.normalized(email));
    }

    /**
     * The same for following a link.
     *
     * @param tenant the user's
     */
    int takeConfirmation(Tenant tenant, String userId) {
        return takePause("parent-confirmation", tenant, userId);
    }

    private int takePause(String scope, Tenant tenant, String key) {
        Duration pause = tenant.settings().parents().linkPause();
        return pause.isZero() ? 0 : take(scope, tenant, key, new Limit(1.0 / pause.toSeconds(), 1));
    }

    private int take(String scope, Tenant tenant, String key, Limit limit) {
        return buckets.take(tenant.bucket(scope, key), limit);
    }
}
