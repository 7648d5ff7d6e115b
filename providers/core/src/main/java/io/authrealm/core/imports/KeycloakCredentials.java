package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of a user of Keycloak's export. Security keys are left behind: they are good at
 * the address of the old server only. Their owner has to set up a second factor again.
 */
final class KeycloakCredentials {

    /** An entry, whose two members with JSON in a text are read. */
    private record Stored(VendorValues entry, VendorValues data, VendorValues secret) {

        static Stored of(Map<?, ?> credential) {
            VendorValues entry = VendorValues.of(credential);
            return new Stored(
                    entry, json(entry.first("credentialData")), json(entry.first("secretData")));
        }

        private static VendorValues json(@Nullable Object value) {
            return value instanceof String text
                            && JsonRecord.read(text.getBytes(StandardCharsets.UTF_8))
                                    instanceof RowContent.Members members
                    ? new VendorValues(new HashMap<>(members.values()))
                    : new VendorValues(Map.of());
        }
    }

    private final List<Stored> all = new ArrayList<>();

    KeycloakCredentials(@Nullable Object credentials) {
        if (credentials instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Map<?, ?> credential) {
                    all.add(Stored.of(credential));
                }
            }
        }
    }

    void addTo(Map<String, Object> members) {
        List<Object> apps = new ArrayList<>();
        List<Object> codes = new ArrayList<>();
        for (Stored stored : all) {
            switch (String.valueOf(stored.entry().first("type"))) {
                case "password" -> members.put("password_hash", hash(stored));
                case "otp" -> {
                    totp(stored).ifPresent(apps::add);
                    members.put("mfa_required", true);
                }
                case "recovery-authn-codes" -> codes.addAll(codes(stored));
                case "webauthn", "authrealm-mail-code", "authrealm-text-code" ->
                        members.put("mfa_required", true);
                default -> {}
            }
        }
        members.put("totp", apps);
        members.put("recovery_codes", codes);
    }

    private static Object hash(Stored stored) {
        return encoded(stored)
                .<Object>map(text -> text)
                .orElse(new Unusable("password_hash_unsupported"));
    }

    private static Optional<String> encoded(Stored stored) {
        Object value = stored.secret().first("value");
        Object algorithm = stored.data().first("algorithm");
        if (!(value instanceof String hash) || !(algorithm instanceof String name)) {
            return Optional.empty();
        }
        return switch (name) {
            case "authrealm-encoded", "bcrypt" -> Optional.of(hash);
            case "pbkdf2", "pbkdf2-sha256", "pbkdf2-sha512" -> pbkdf2(stored, name, hash);
            case "argon2" -> argon2(stored, hash);
            default -> Optional.empty();
        };
    }

    private static Optional<String> pbkdf2(Stored stored, String name, String hash) {
        return stored.secret().first("salt") instanceof String salt
                        && stored.data().first("hashIterations") instanceof Integer iterations
                ? Optional.of(
                        "$"
                                + (name.equals("pbkdf2") ? "pbkdf2-sha1" : name)
                                + "$i="
                                + iterations
                                + "$"
                                + salt
                                + "$"
                                + hash)
                : Optional.empty();
    }

    private static Optional<String> argon2(Stored stored, String hash) {
        VendorValues parameters = VendorValues.of(stored.data().first("additionalParameters"));
        String version = String.valueOf(single(parameters, "version"));
        return stored.secret().first("salt") instanceof String salt
                        && stored.data().first("hashIterations") instanceof Integer iterations
                ? Optional.of(
                        "$argon2"
                                + single(parameters, "type")
                                + (version.equals("1.3") ? "$v=19" : "$v=16")
                                + "$m="
                                + single(parameters, "memory")
                                + ",t="
                                + iterations
                                + ",p="
                                + single(parameters, "parallelism")
                                + "$"
                                + withoutPadding(salt)
                                + "$"
                                + withoutPadding(hash))
                : Optional.empty();
    }

    private static @Nullable Object single(VendorValues parameters, String name) {
        return parameters.first(name) instanceof List<?> values && !values.isEmpty()
                ? values.get(0)
                : null;
    }

    private static String withoutPadding(String base64) {
        int end = base64.indexOf('=');
        return end < 0 ? base64 : base64.substring(0, end);
    }

    /** The app, in the form of a native row; empty for codes by counter. */
    private static Optional<Map<String, Object>> totp(Stored stored) {
        VendorValues data = stored.data();
        if (!"totp".equals(data.first("subType"))
                || !(stored.secret().first("value") instanceof String secret)) {
            return Optional.empty();
        }
        Map<String, Object> app = new HashMap<>();
        app.put(
                "secret",
                data.first("secretEncoding") == null
                        ? Base32.encode(secret.getBytes(StandardCharsets.UTF_8))
                        : secret);
        put(app, "digits", data.first("digits"));
        put(app, "period", data.first("period"));
        if (data.first("algorithm") instanceof String algorithm) {
            app.put("algorithm", algorithm.replace("Hmac", ""));
        }
        put(app, "label", stored.entry().first("userLabel"));
        return Optional.of(app);
    }

    private static void put(Map<String, Object> app, String name, @Nullable Object value) {
        if (value != null) {
            app.put(name, value);
        }
    }

    /** The codes that are not used yet. */
    private static List<RecoveryCode> codes(Stored stored) {
        List<RecoveryCode> found = new ArrayList<>();
        if (stored.secret().first("codes") instanceof List<?> codes) {
            for (Object code : codes) {
                if (VendorValues.of(code).first("encodedHashedValue") instanceof String hash) {
                    found.add(new RecoveryCode(hash));
                }
            }
        }
        return found;
    }
}
