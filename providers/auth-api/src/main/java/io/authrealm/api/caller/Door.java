package io.authrealm.api.caller;

import io.authrealm.api.tenant.MinimumResponseTime;

/** Where a request without a credential comes in. */
public interface Door {

    /**
     * Lets the request in, or ends it with a refusal: there is no tenant for it, the realm requires
     * TLS, or its address is over its limit.
     *
     * @param minimum of the answer from here on
     */
    Visit enter(MinimumResponseTime minimum);

    /**
     * The same for a request whose answer sets cookies. It is also refused if it names a page that
     * is neither the server's nor one of the tenant's web origins: such a page could sign the user
     * of a browser in as somebody else. At the origin root, a page of one tenant finds no other
     * tenant, and the answer is that for an unknown address or secret.
     */
    Visit enterFromPage(MinimumResponseTime minimum);
}
