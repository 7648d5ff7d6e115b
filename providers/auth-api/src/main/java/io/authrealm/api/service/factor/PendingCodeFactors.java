package io.authrealm.api.service.factor;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.UserModel;

/**
 * The code factors that a user has begun to add. They are no credentials, end by themselves, and a
 * user has at most {@value #SLOTS} of them: another one replaces the oldest. Of several that are
 * added at the same moment, one can replace another.
 */
final class PendingCodeFactors {

    private static final int SLOTS = 3;

    private static final String ID = "id";
    private static final String CHANNEL = "channel";
    private static final String DESTINATION = "destination";
    private static final String CREATED_AT = "created";

    private record Slot(String key, Optional<CodeFactor> factor) {

        long age() {
            return factor.map(it -> it.createdAt().toEpochMilli()).orElse(Long.MIN_VALUE);
        }
    }

    private final SingleUseObjectProvider objects;
    private final RealmModel realm;

    PendingCodeFactors(KeycloakSession session, RealmModel realm) {
        this.objects = session.singleUseObjects();
        this.realm = realm;
    }

    List<CodeFactor> of(UserModel user) {
        return slots(user).stream().flatMap(slot -> slot.factor().stream()).toList();
    }

    Optional<CodeFactor> find(UserModel user, String id) {
        return of(user).stream().filter(factor -> factor.id().equals(id)).findAny();
    }

    /** Keeps the factor for a while, from the commit on. */
    void put(UserModel user, CodeFactor factor, Duration lifetime) {
        List<Slot> slots = slots(user);
        Slot slot =
                slots.stream()
                        .filter(it -> holds(it, factor.id()))
                        .findAny()
                        .orElseGet(
                                () ->
                                        slots.stream()
                                                .min(Comparator.comparingLong(Slot::age))
                                                .orElseThrow());
        objects.put(
                slot.key(),
                lifetime.toSeconds(),
                Map.of(
                        ID, factor.id(),
                        CHANNEL, factor.channel().name(),
                        DESTINATION, factor.destination(),
                        CREATED_AT, String.valueOf(factor.createdAt().toEpochMilli())));
    }

    /** Whether there was one. */
    boolean remove(UserModel user, String id) {
        return slots(user).stream()
                .filter(slot -> holds(slot, id))
                .anyMatch(slot -> objects.remove(slot.key()) != null);
    }

    private static boolean holds(Slot slot, String id) {
        return slot.factor().filter(factor -> factor.id().equals(id)).isPresent();
    }

    private List<Slot> slots(UserModel user) {
        String prefix = "authrealm.otp-factor." + realm.getId() + '.' + user.getId() + '.';
        return IntStream.range(0, SLOTS)
                .mapToObj(i -> prefix + i)
                .map(key -> new Slot(key, Optional.ofNullable(objects.get(key)).map(this::read)))
                .toList();
    }

    private CodeFactor read(Map<String, String> notes) {
        return new CodeFactor(
                notes.get(ID),
                CodeChannel.valueOf(notes.get(CHANNEL)),
                notes.get(DESTINATION),
                false,
                Instant.ofEpochMilli(Long.parseLong(notes.get(CREATED_AT))));
    }
}
