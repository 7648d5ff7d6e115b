package io.authrealm.api.service.factor;

import io.authrealm.api.keycloak.ServerTime;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.util.JsonSerialization;

/** The verified code factors of a user: Keycloak credentials, in the user's own order. */
final class StoredCodeFactors {

    private static final String DESTINATION = "destination";

    /** A code needs no secret at rest. */
    private static final String NO_SECRET = "{}";

    private static final int SHORTEST_DESTINATION = 3;

    private StoredCodeFactors() {}

    static List<CodeFactor> of(UserModel user) {
        return user.credentialManager()
                .getStoredCredentialsStream()
                .flatMap(credential -> read(credential).stream())
                .toList();
    }

    static Optional<CodeFactor> find(UserModel user, String id) {
        return of(user).stream().filter(factor -> factor.id().equals(id)).findAny();
    }

    /** An admin can import a credential with any content, so it can lead nowhere. */
    private static Optional<CodeFactor> read(CredentialModel credential) {
        return Arrays.stream(CodeChannel.values())
                .filter(channel -> channel.factor().type().equals(credential.getType()))
                .findAny()
                .map(
                        channel ->
                                factor(
                                        credential,
                                        channel,
                                        destination(channel, credential).orElse("")));
    }

    private static CodeFactor factor(
            CredentialModel credential, CodeChannel channel, String destination) {
        Long created = credential.getCreatedDate();
        return new CodeFactor(
                credential.getId(),
                channel,
                destination,
                true,
                Instant.ofEpochMilli(created == null ? 0 : created));
    }

    private static Optional<String> destination(CodeChannel channel, CredentialModel credential) {
        try {
            Map<?, ?> data = JsonSerialization.readValue(credential.getCredentialData(), Map.class);
            return data != null && data.get(DESTINATION) instanceof String to
                    ? Optional.of(to).filter(it -> isPlausible(channel, it))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isPlausible(CodeChannel channel, String destination) {
        return destination.length() >= SHORTEST_DESTINATION
                && (channel == CodeChannel.TEXT || destination.indexOf('@') > 0);
    }

    static void add(UserModel user, CodeFactor factor) {
        CredentialModel credential = new CredentialModel();
        credential.setId(factor.id());
        credential.setType(factor.channel().factor().type());
        credential.setUserLabel(freeLabel(user, factor));
        credential.setCreatedDate(ServerTime.now().toEpochMilli());
        credential.setSecretData(NO_SECRET);
        try {
            credential.setCredentialData(
                    JsonSerialization.writeValueAsString(
                            Map.of(DESTINATION, factor.destination())));
        } catch (IOException e) {
            throw new IllegalStateException("one member cannot be written", e);
        }
        user.credentialManager().createStoredCredential(credential);
    }

    /** Keycloak wants the labels of one type to differ, and two addresses can look alike. */
    private static String freeLabel(UserModel user, CodeFactor factor) {
        Set<String> taken =
                user.credentialManager()
                        .getStoredCredentialsByTypeStream(factor.channel().factor().type())
                        .map(CredentialModel::getUserLabel)
                        .collect(Collectors.toSet());
        List<String> candidates = new ArrayList<>(List.of(factor.masked()));
        Stream.iterate(2, n -> n <= taken.size() + 1, n -> n + 1)
                .forEach(n -> candidates.add(factor.masked() + ' ' + n));
        return candidates.stream().filter(it -> !taken.contains(it)).findFirst().orElse(null);
    }

    static boolean remove(UserModel user, CodeFactor factor) {
        return user.credentialManager().removeStoredCredentialById(factor.id());
    }
}
