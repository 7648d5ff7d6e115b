package io.authrealm.api.dialect.jitsudo;

import io.authrealm.api.service.broker.SignInMethod;
import io.authrealm.api.service.broker.SignInMethodsResult;
import io.authrealm.api.service.factor.TotpStartResult;
import io.authrealm.api.service.factor.UserFactor;
import io.authrealm.api.service.profile.Profile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The JSON objects that routes of accounts answer with; members that may be null are written. */
final class AccountBodies {

    private static final String PICTURE = "data:";

    private AccountBodies() {}

    record Message(String message) {}

    record Verified(String message, String email) {}

    record Providers(String tenantId, List<String> methods) {

        static Providers of(SignInMethodsResult.Found found) {
            return new Providers(
                    found.tenantId(),
                    found.methods().stream().sorted().map(MethodNames::of).toList());
        }
    }

    /** The user's own profile. */
    record Own(
            String id,
            String email,
            String name,
            String authProvider,
            String firstName,
            String lastName,
            String displayName,
            String avatarBase64) {

        static Own of(Profile profile, SignInMethod method) {
            return new Own(
                    profile.id(),
                    AccountBodies.email(profile),
                    AccountBodies.name(profile),
                    MethodNames.of(method),
                    profile.firstName(),
                    profile.lastName(),
                    profile.displayName(),
                    AccountBodies.picture(profile));
        }
    }

    /**
     * A new user.
     *
     * @param isOwner always false: an owner is whom a role of the realm makes one
     */
    record Created(
            String id,
            String tenantId,
            String email,
            boolean emailVerified,
            String name,
            String displayName,
            String authProvider,
            List<String> roles,
            boolean isOwner,
            String avatarBase64,
            Instant createdAt) {

        static Created of(Profile profile, JitsudoRequests.NewUser request) {
            return new Created(
                    profile.id(),
                    profile.tenantId(),
                    AccountBodies.email(profile),
                    profile.emailVerifiedAt() != null,
                    AccountBodies.name(profile),
                    profile.displayName(),
                    MethodNames.of(request.method()),
                    request.roles(),
                    false,
                    AccountBodies.picture(profile),
                    profile.createdAt());
        }
    }

    /** A user of a directory need not have an address. */
    private static String email(Profile profile) {
        return profile.email() == null ? "" : profile.email();
    }

    private static String name(Profile profile) {
        String name = profile.displayName();
        return name == null || name.isBlank() ? email(profile) : name;
    }

    /** Only a picture that is in the profile itself, and not one elsewhere on the web. */
    private static String picture(Profile profile) {
        String url = profile.avatarUrl();
        return url != null && url.startsWith(PICTURE) ? url : null;
    }

    record Methods(List<Method> methods) {

        static Methods of(List<UserFactor> factors) {
            return new Methods(factors.stream().flatMap(it -> Method.of(it).stream()).toList());
        }
    }

    /**
     * A factor that the user has set up.
     *
     * @param verified always true: a factor that is half set up is not listed
     */
    record Method(
            String id,
            String methodType,
            String deviceName,
            boolean verified,
            Instant createdAt,
            Instant lastUsedAt) {

        static Optional<Method> of(UserFactor factor) {
            return FactorNames.of(factor.kind())
                    .map(
                            name ->
                                    new Method(
                                            factor.id(),
                                            name,
                                            factor.name(),
                                            true,
                                            factor.createdAt(),
                                            factor.lastUsedAt()));
        }
    }

    record TotpStarted(String id, String secret, String qrUri) {

        static TotpStarted of(TotpStartResult.Started started) {
            return new TotpStarted(started.id(), started.secret(), started.uri());
        }

        /** Hides the secret. */
        @Override
        public String toString() {
            return "TotpStarted";
        }
    }

    /**
     * Backup codes.
     *
     * @param codes new ones, which are shown once
     * @param remaining how many the user has that are not used
     */
    record BackupCodes(List<String> codes, int remaining) {

        static BackupCodes of(List<String> codes) {
            return new BackupCodes(codes, codes.size());
        }

        /** Hides the codes. */
        @Override
        public String toString() {
            return "BackupCodes";
        }
    }
}
