package io.authrealm.api.caller;

import io.authrealm.api.tenant.NamedTenant;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.api.tenant.TenantResolver;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * A request without a credential that was let in: there is a tenant for it, the connection may be
 * used, and its address is within its limit. Its answer keeps to a {@link
 * io.authrealm.api.tenant.MinimumResponseTime}.
 */
public interface Visit {

    /**
     * The tenant that the request names, or the one that lends its settings if the request names
     * none. If an answer must not reveal whether there is an account, what shows in it comes from
     * here, and not from the tenant of the account.
     */
    Tenant entry();

    /** Whether the path, the header or the host name of the request names the tenant. */
    boolean isTenantNamed();

    /**
     * Whether an answer may tell which addresses have an account, if the tenant does: the dialect
     * has such answers, and the request names the tenant or there is no other. At the root, the
     * accounts with an address decide which tenant it stands for. What one tenant tells would then
     * tell about the accounts of another one, which keeps them to itself.
     */
    boolean mayTellOfAccounts();

    /**
     * The tenant that the request is about: the one of the path, or at the origin root the one that
     * {@code search} finds. If it finds none, the service behaves as the entry tenant does for an
     * address or a secret that does not exist.
     */
    Optional<Tenant> find(Function<TenantResolver, Optional<Tenant>> search);

    /**
     * Whether nothing in the request says in which tenant a new account with this address is: not
     * its path, header or host name, and not the domain of the address.
     */
    boolean leavesTenantOpen(String email);

    /** From here on no answer takes less than this, and none less than it would otherwise. */
    void takesAtLeast(Duration minimum);

    /**
     * The tenant that a public key names, which everybody may know. From then on it is the one that
     * the request names. A key that is none of the tenant of the path names nothing.
     */
    NamedTenant byParentKey(String key);

    /**
     * Whether the request names a page that is neither of the server nor of the web origins of the
     * tenant that was found. Such a page must not sign anybody in by cookies.
     */
    boolean isOfForeignPage();

    /**
     * Whether a sign-in may end in cookies of the browser here: the dialect has them, and the
     * request is not {@link #isOfForeignPage()}.
     */
    boolean takesCookies();

    /**
     * Whether the request names a page of the server or of the web origins of the tenant that was
     * found. Only a browser names a page.
     */
    boolean isOfOwnPage();

    /**
     * Whether the request proves that a page of the server, or of the web origins of the tenant
     * that was found, has sent it. What a cookie of the browser authenticates must prove this.
     */
    boolean provesItsPage();
}
