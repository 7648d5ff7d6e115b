package io.authrealm.hashing.compat;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;

/**
 * The methods of Keycloak that the pack names where no compiler checks the name, and those that it
 * uses only on versions that have them. It is the one list of both, for all modules. The linkage
 * check of the build reads it, so that a name which a version of Keycloak changes is noticed.
 *
 * <p>What differs between versions is asked here once, when a class is loaded, and not found out by
 * a request that fails.
 */
public enum KeycloakMethod {

    /** On the stack while a hash is computed for nothing but the time it takes. */
    DUMMY_HASH(
            "org.keycloak.authentication.authenticators.util.AuthenticatorUtils",
            "dummyHash",
            "(Lorg/keycloak/authentication/AuthenticationFlowContext;)V",
            Versions.ALL),

    /** The result of a verified token became a record, with accessors of other names. */
    AUTH_RESULT_USER(
            "org.keycloak.services.managers.AuthenticationManager$AuthResult",
            "user",
            "()Lorg/keycloak/models/UserModel;",
            "26.5"),

    AUTH_RESULT_SESSION(
            AUTH_RESULT_USER.owner,
            "session",
            "()Lorg/keycloak/models/UserSessionModel;",
            AUTH_RESULT_USER.since),

    AUTH_RESULT_TOKEN(
            AUTH_RESULT_USER.owner,
            "token",
            "()Lorg/keycloak/representations/AccessToken;",
            AUTH_RESULT_USER.since),

    AUTH_RESULT_CLIENT(
            AUTH_RESULT_USER.owner,
            "client",
            "()Lorg/keycloak/models/ClientModel;",
            AUTH_RESULT_USER.since),

    /** Makes a user of a profile that has been validated already. */
    CREATE_VALIDATED(
            "org.keycloak.userprofile.UserProfile",
            "create",
            "(Z)Lorg/keycloak/models/UserModel;",
            "26.6"),

    /** Overridden; until then the method had no parameter. */
    LOG_FAILURE(
            "org.keycloak.authentication.AuthenticationProcessor",
            "logFailure",
            "(Ljava/lang/String;)V",
            "26.6");

    private static final class Versions {
        static final String ALL = "0";
    }

    private final String owner;
    private final String method;
    private final String descriptor;
    private final String since;

    /**
     * @param owner the class that declares the method, by its binary name
     * @param descriptor as in class files
     * @param since the first version of Keycloak that has the method
     */
    KeycloakMethod(String owner, String method, String descriptor, String since) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.since = since;
    }

    public String owner() {
        return owner;
    }

    public String method() {
        return method;
    }

    public String descriptor() {
        return descriptor;
    }

    public String since() {
        return since;
    }

    /** Whether this server's version has it. */
    public boolean isThere() {
        return find().isPresent();
    }

    private Optional<Method> find() {
        try {
            Class<?> type = Class.forName(owner, false, KeycloakMethod.class.getClassLoader());
            return Arrays.stream(type.getDeclaredMethods()).filter(this::is).findFirst();
        } catch (ClassNotFoundException e) {
            return Optional.empty();
        }
    }

    private boolean is(Method found) {
        return found.getName().equals(method)
                && MethodType.methodType(found.getReturnType(), found.getParameterTypes())
                        .descriptorString()
                        .equals(descriptor);
    }
}
