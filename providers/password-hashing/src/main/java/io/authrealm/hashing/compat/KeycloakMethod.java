package io.authrealm.hashing.compat;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The methods of Keycloak that the pack refers to by name without a compiler's check, and those
 * that it uses only on versions that have them. It is the only list of both, for all modules. The
 * linkage check of the build reads it, so the build notices if a version of Keycloak changes a
 * name.
 *
 * <p>Differences between versions are resolved here once, when a class is loaded. No request
 * discovers them by failing.
 */
public enum KeycloakMethod {

    /** On the stack while Keycloak computes a hash only for the time it takes. */
    DUMMY_HASH(
            Owner.AUTHENTICATOR_UTILS,
            "dummyHash",
            "(Lorg/keycloak/authentication/AuthenticationFlowContext;)V",
            Versions.since("26.0")),

    /** Counts a failed sign-in. Not public before 26.7. */
    FAILURE(
            Owner.BRUTE_FORCE_PROTECTOR,
            "failure",
            "(" + Owner.SESSION_REALM_SUBJECT + "Ljava/lang/String;J)V",
            Versions.until("26.6")),
    FAILURE_OF_CATEGORY(
            Owner.BRUTE_FORCE_PROTECTOR,
            "failure",
            "(" + Owner.SESSION_REALM_SUBJECT + "Ljava/lang/String;JLjava/lang/String;)V",
            Versions.between("26.6", "26.7")),
    FAILURE_OF_CATEGORIES(
            Owner.BRUTE_FORCE_PROTECTOR,
            "failure",
            "(" + Owner.SESSION_REALM_SUBJECT + "Ljava/lang/String;JLjava/util/Set;)V",
            Versions.since("26.7")),

    /** Resets failed sign-ins. Not public in any version. */
    SUCCESS(
            Owner.BRUTE_FORCE_PROTECTOR,
            "success",
            "(" + Owner.SESSION_REALM_SUBJECT + ")V",
            Versions.until("26.6")),
    SUCCESS_OF_CATEGORY(
            Owner.BRUTE_FORCE_PROTECTOR,
            "success",
            "(" + Owner.SESSION_REALM_SUBJECT + "Ljava/lang/String;)V",
            Versions.between("26.6", "26.7")),
    SUCCESS_OF_CATEGORIES(
            Owner.BRUTE_FORCE_PROTECTOR,
            "success",
            "(" + Owner.SESSION_REALM_SUBJECT + "Ljava/util/Set;)V",
            Versions.since("26.7")),

    /** The result of a verified token became a record, with accessors of other names. */
    AUTH_RESULT_USER(
            Owner.AUTH_RESULT, "user", "()Lorg/keycloak/models/UserModel;", Versions.since("26.5")),
    AUTH_RESULT_SESSION(
            Owner.AUTH_RESULT,
            "session",
            "()Lorg/keycloak/models/UserSessionModel;",
            Versions.since("26.5")),
    AUTH_RESULT_TOKEN(
            Owner.AUTH_RESULT,
            "token",
            "()Lorg/keycloak/representations/AccessToken;",
            Versions.since("26.5")),
    AUTH_RESULT_CLIENT(
            Owner.AUTH_RESULT,
            "client",
            "()Lorg/keycloak/models/ClientModel;",
            Versions.since("26.5")),

    /** Creates a user from a profile that was already validated. */
    CREATE_VALIDATED(
            "org.keycloak.userprofile.UserProfile",
            "create",
            "(Z)Lorg/keycloak/models/UserModel;",
            Versions.since("26.6")),

    /** Gets one of the caches by its name; a class of Infinispan that is a map. */
    GET_CACHE(
            "org.keycloak.connections.infinispan.InfinispanConnectionProvider",
            "getCache",
            "(Ljava/lang/String;)Lorg/infinispan/Cache;",
            Versions.since("26.0")),

    /** How Keycloak's pages ask for a passkey. */
    PASSKEY_MEDIATION(
            "org.keycloak.models.WebAuthnPolicy",
            "getMediation",
            "()Ljava/lang/String;",
            Versions.since("26.7")),

    /** Servers that have it look the roles of an admin up at each request. Not public. */
    RESOLVE_ROLES(
            "org.keycloak.authorization.common.KeycloakIdentity",
            "resolveTransientClientScopeRoles",
            "()V",
            Versions.since("26.7.3")),

    /** Overridden, in the form of the server's version. */
    LOG_FAILURE(Owner.AUTHENTICATION_PROCESSOR, "logFailure", "()V", Versions.until("26.6")),
    LOG_FAILURE_OF_EXECUTION(
            Owner.AUTHENTICATION_PROCESSOR,
            "logFailure",
            "(Ljava/lang/String;)V",
            Versions.since("26.6"));

    /**
     * The versions of Keycloak that have a method.
     *
     * @param since the first
     * @param until the first that no longer has it, or null
     */
    public record Versions(String since, @Nullable String until) {

        private static Versions since(String version) {
            return new Versions(version, null);
        }

        private static Versions until(String version) {
            return new Versions("26.0", version);
        }

        private static Versions between(String since, String until) {
            return new Versions(since, until);
        }
    }

    private static final class Owner {

        static final String AUTHENTICATOR_UTILS =
                "org.keycloak.authentication.authenticators.util.AuthenticatorUtils";
        static final String AUTHENTICATION_PROCESSOR =
                "org.keycloak.authentication.AuthenticationProcessor";
        static final String AUTH_RESULT =
                "org.keycloak.services.managers.AuthenticationManager$AuthResult";
        static final String BRUTE_FORCE_PROTECTOR =
                "org.keycloak.services.managers.DefaultBruteForceProtector";

        /** The first parameters of that class's methods. */
        static final String SESSION_REALM_SUBJECT =
                "Lorg/keycloak/models/KeycloakSession;Lorg/keycloak/models/RealmModel;Ljava/lang/String;";
    }

    private final String owner;
    private final String method;
    private final String descriptor;
    private final Versions versions;

    KeycloakMethod(String owner, String method, String descriptor, Versions versions) {
        this.owner = owner;
        this.method = method;
        this.descriptor = descriptor;
        this.versions = versions;
    }

    /** The class that declares the method, by its binary name. */
    public String owner() {
        return owner;
    }

    public String method() {
        return method;
    }

    /** In the notation of class files. */
    public String descriptor() {
        return descriptor;
    }

    public Versions versions() {
        return versions;
    }

    /** Whether this server has it. */
    public boolean isThere() {
        return find().isPresent();
    }

    /** The form that this server has. It can be called even if it is not public. */
    public static Method oneOf(KeycloakMethod... forms) {
        Method found =
                Arrays.stream(forms)
                        .flatMap(form -> form.find().stream())
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalStateException(
                                                "This Keycloak has none of "
                                                        + Arrays.toString(forms)));
        found.setAccessible(true);
        return found;
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
