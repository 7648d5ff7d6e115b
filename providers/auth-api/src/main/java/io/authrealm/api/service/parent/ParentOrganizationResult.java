package io.authrealm.api.service.parent;

/** How a request about an organization ends. */
public sealed interface ParentOrganizationResult {

    /**
     * @param key of the tenant, or null
     * @param secret with which the owner's apps verify tokens; null for anybody else
     */
    record Found(ParentOrganization organization, String key, String secret)
            implements ParentOrganizationResult {

        /** Hides the secret. */
        @Override
        public String toString() {
            return "Found";
        }
    }

    /** Nobody comes in by this public key now. */
    record Shut(Closure why) implements ParentOrganizationResult {}

    /** The caller owns no tenant, or one that is closed. */
    record NotOwner() implements ParentOrganizationResult {}

    /** The tenant stands for no Keycloak Organization. */
    record NoOrganization() implements ParentOrganizationResult {}

    record NameTaken() implements ParentOrganizationResult {}

    /** The realm wants verified addresses, and only an admin may change that. */
    record VerificationDemanded() implements ParentOrganizationResult {}

    record InvalidUrl() implements ParentOrganizationResult {}

    record InvalidPages() implements ParentOrganizationResult {}
}
