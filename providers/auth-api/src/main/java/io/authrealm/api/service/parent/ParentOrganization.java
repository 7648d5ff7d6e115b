package io.authrealm.api.service.parent;

import java.util.Map;

/**
 * The organization that a tenant stands for.
 *
 * @param name the tenant's, if it stands for no Keycloak Organization
 * @param url of its web pages, or null
 * @param pages the addresses of its pages for signing in and so on, by {@link ParentPage}; only
 *     those that are set
 * @param updates how often the owner has changed it
 * @param isVerificationRequired whether users have to verify their address before they sign in
 */
public record ParentOrganization(
        String name,
        String url,
        Map<ParentPage, String> pages,
        int updates,
        boolean isVerificationRequired) {}
