package io.authrealm.api.keycloak;

import org.keycloak.Config;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserProvider;

/**
 * Among which users an address is unique. The server option {@code
 * spi-realm-restapi-extension--v1--email-scope} says so: {@code tenant}, which is the default, or
 * {@code server}.
 */
public enum EmailScope {

    /** Among those of its realm, as in Keycloak. */
    TENANT,

    /** Among those of all realms that have opted in. */
    SERVER;

    /** A storage of users that keeps to a scope. */
    public interface Storage {
        EmailScope emailScope();
    }

    /**
     * What the operator has chosen.
     *
     * @throws IllegalArgumentException if it is neither of both
     */
    public static EmailScope chosen() {
        String name = Config.scope("realm-restapi-extension", "v1").get("email-scope", "tenant");
        return switch (name) {
            case "tenant" -> TENANT;
            case "server" -> SERVER;
            default ->
                    throw new IllegalArgumentException(
                            "email-scope is tenant or server, and not " + name);
        };
    }

    /** What the storage of users on this server keeps to. */
    public static EmailScope of(KeycloakSessionFactory factory) {
        return factory.getProviderFactory(UserProvider.class) instanceof Storage storage
                ? storage.emailScope()
                : TENANT;
    }
}
