package io.authrealm.api.http;

import io.authrealm.core.json.Json;
import io.authrealm.core.json.JsonRules;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * How a dialect writes and reads JSON and headers.
 *
 * @param json the form of answers
 * @param rules how strictly the body of a request is read, by its method
 * @param tenantHeader names the tenant of a request at the root
 * @param requestHeaders the headers that a page of another origin may send
 * @param csrf how a page proves to be one of the tenant's; nothing if no cookie means anything to
 *     the dialect
 * @param takesSharedSecrets whether a tenant's shared secret verifies a Bearer token, too
 * @param tellsOfAccounts whether it has answers that tell which addresses have an account, for
 *     tenants that want them
 * @param keyHeader how a script sends an API key in place of an admin's token; nothing if the
 *     dialect has none
 */
public record Wire(
        Json json,
        Function<String, JsonRules> rules,
        TenantHeader tenantHeader,
        List<String> requestHeaders,
        Optional<Csrf> csrf,
        boolean takesSharedSecrets,
        boolean tellsOfAccounts,
        Optional<KeyHeader> keyHeader) {

    /** Of a dialect without API keys. */
    public Wire(
            Json json,
            Function<String, JsonRules> rules,
            TenantHeader tenantHeader,
            List<String> requestHeaders,
            Optional<Csrf> csrf,
            boolean takesSharedSecrets,
            boolean tellsOfAccounts) {
        this(
                json,
                rules,
                tenantHeader,
                requestHeaders,
                csrf,
                takesSharedSecrets,
                tellsOfAccounts,
                Optional.empty());
    }

    /** Of a dialect whose tokens the realm's own keys sign, and that tells of no account. */
    public Wire(
            Json json,
            Function<String, JsonRules> rules,
            TenantHeader tenantHeader,
            List<String> requestHeaders,
            Optional<Csrf> csrf) {
        this(json, rules, tenantHeader, requestHeaders, csrf, false, false);
    }

    /**
     * The header that names a tenant.
     *
     * @param hasId whether it has the tenant's id, and not the name of its realm
     * @param isRequired whether each request with a Bearer token has to name the tenant of the
     *     token by its id
     */
    public record TenantHeader(String name, boolean hasId, boolean isRequired) {}

    /**
     * The header that has an API key.
     *
     * @param scheme what comes before the key, in exactly these letters; may be empty
     */
    public record KeyHeader(String name, String scheme) {

        /** What the request sends as a key, good or bad; nothing if it sends none. */
        Optional<String> sentBy(Call call) {
            String header = call.header(name);
            return header == null || !header.startsWith(scheme)
                    ? Optional.empty()
                    : Optional.of(header.substring(scheme.length()));
        }
    }

    /** The text of an answer that has a body. */
    public String write(Answer answer) {
        return json.write(answer.body());
    }
}
