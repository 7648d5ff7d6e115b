package io.authrealm.api.service.factor;

import io.authrealm.api.caller.ApiEvents;
import io.authrealm.api.caller.Caller;
import io.authrealm.api.caller.SensitiveLimit;
import io.authrealm.api.delivery.Delivery;
import io.authrealm.api.keycloak.LinkedMailbox;
import io.authrealm.api.keycloak.ServerTime;
import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.store.CredentialTurns;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import io.authrealm.core.text.EmailSyntax;
import io.authrealm.sms.PhoneNumber;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.keycloak.events.Details;
import org.keycloak.events.Errors;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;

/** The addresses and numbers that get codes as second factors of a user. */
public final class CodeFactors {

    private static final int MOST_OF_A_USER = 10;

    /** A code is remembered a while after it has expired, and so is what it would confirm. */
    private static final Duration GRACE = Duration.ofMinutes(10);

    private record Candidate(CodeFactors factors, UserModel user, CodeFactor factor) {

        CodeFactorAddResult keep() {
            factors.pending.put(user, factor, factors.tenant.settings().codeLifetime().plus(GRACE));
            return new CodeFactorAddResult.Added(factor.id());
        }
    }

    private static final Cases<Candidate, FactorCodeResult, CodeFactorAddResult> BEGUN =
            Cases.<Candidate, FactorCodeResult, CodeFactorAddResult>of(FactorCodeResult.class)
                    .when(FactorCodeResult.Sent.class, candidate -> candidate.keep())
                    .when(
                            FactorCodeResult.NotSent.class,
                            (candidate, why) -> new CodeFactorAddResult.NotSent(why))
                    .complete();

    private static final Cases<Void, FactorCodeResult, CodeFactorChallengeResult> CHALLENGED =
            Cases.<Void, FactorCodeResult, CodeFactorChallengeResult>of(FactorCodeResult.class)
                    .when(
                            FactorCodeResult.Sent.class,
                            (unused, sent) ->
                                    new CodeFactorChallengeResult.Sent(sent.destination()))
                    .when(
                            FactorCodeResult.NotSent.class,
                            (unused, why) -> new CodeFactorChallengeResult.NotSent(why))
                    .complete();

    private static final Cases<String, PhoneNumber.Reading, String> E164 =
            Cases.<String, PhoneNumber.Reading, String>of(PhoneNumber.Reading.class)
                    .when(PhoneNumber.Reading.Valid.class, (raw, valid) -> valid.number().e164())
                    .when(PhoneNumber.Reading.Invalid.class, raw -> raw)
                    .complete();

    private final KeycloakSession session;
    private final SensitiveLimit limit;
    private final Tenant tenant;
    private final FactorCodes codes;
    private final FactorNotice notice;
    private final PendingCodeFactors pending;

    public CodeFactors(
            KeycloakSession session, Delivery delivery, SensitiveLimit limit, Tenant tenant) {
        this.session = session;
        this.limit = limit;
        this.tenant = tenant;
        this.codes = new FactorCodes(session, tenant);
        this.notice = new FactorNotice(session, delivery, tenant);
        this.pending = new PendingCodeFactors(session, tenant.realm());
    }

    /** The user's factors, oldest first, and those that are not confirmed yet. */
    public List<CodeFactor> of(Caller caller) {
        return of(caller.user());
    }

    private List<CodeFactor> of(UserModel user) {
        List<CodeFactor> stored = StoredCodeFactors.of(user);
        Stream<CodeFactor> others =
                pending.of(user).stream()
                        .filter(it -> stored.stream().noneMatch(s -> s.id().equals(it.id())));
        return Stream.concat(stored.stream(), others)
                .sorted(Comparator.comparing(CodeFactor::createdAt))
                .toList();
    }

    /** {@link #add(Enroller, CodeChannel, String)} in the caller's session. */
    public CodeFactorAddResult add(Caller caller, CodeChannel channel, String destination) {
        return add(new SignedInEnroller(session, caller), channel, destination);
    }

    /**
     * Sends a code to an address or a number that the user wants to add. To begin again with the
     * same one gives the same factor and another code. A factor that is confirmed stays so.
     *
     * @param destination any text that is not blank
     */
    public CodeFactorAddResult add(Enroller enroller, CodeChannel channel, String destination) {
        UserModel user = enroller.user();
        int wait = limit.take(tenant, user.getId());
        if (wait > 0) {
            return new CodeFactorAddResult.NotSent(new FactorCodeResult.Limited(wait));
        }
        if (!new FactorOffer(session, tenant).isSwitchedOn(channel.factor())) {
            return new CodeFactorAddResult.MethodDisabled();
        }
        if (channel == CodeChannel.MAIL && !EmailSyntax.isValid(destination)) {
            return new CodeFactorAddResult.InvalidAddress();
        }
        if (!enroller.mayAddFactor()) {
            event(EventType.UPDATE_CREDENTIAL, enroller, channel).error(Errors.NOT_ALLOWED);
            return new CodeFactorAddResult.StepUpRequired();
        }
        String target = normalized(channel, destination);
        List<CodeFactor> known = of(user);
        Optional<CodeFactor> same =
                known.stream().filter(factor -> factor.goesTo(channel, target)).findFirst();
        if (same.isEmpty()
                && known.stream().filter(CodeFactor::isVerified).count() >= MOST_OF_A_USER) {
            return new CodeFactorAddResult.TooMany();
        }
        String id = same.map(CodeFactor::id).orElseGet(() -> UUID.randomUUID().toString());
        CodeFactor factor = new CodeFactor(id, channel, target, false, ServerTime.now());
        EventBuilder event = ApiEvents.open(session, tenant, EventType.UPDATE_CREDENTIAL);
        return BEGUN.apply(
                new Candidate(this, user, factor),
                codes.send(user, Purpose.FACTOR_ENROLMENT, factor, event));
    }

    private static String normalized(CodeChannel channel, String destination) {
        return switch (channel) {
            case MAIL -> EmailSyntax.normalized(destination);
            case TEXT -> E164.apply(destination, PhoneNumber.parse(destination, null));
        };
    }

    /** What the user has begun to add under this id; nothing if it was too long ago. */
    public Optional<CodeFactor> begun(Enroller enroller, String id) {
        return pending.find(enroller.user(), id);
    }

    /** {@link #confirm(Enroller, String, String)} in the caller's session. */
    public CodeFactorConfirmResult confirm(Caller caller, String id, String code) {
        return confirm(new SignedInEnroller(session, caller), id, code);
    }

    /**
     * Makes a factor of the address or number that the code went to. The user may have got another
     * factor since the beginning, and the session may have ended, so whether this one may be added
     * is decided once the user is locked.
     */
    public CodeFactorConfirmResult confirm(Enroller enroller, String id, String code) {
        UserModel user = enroller.user();
        new CredentialTurns(session).take(user);
        Optional<CodeFactor> stored = StoredCodeFactors.find(user, id);
        Optional<CodeFactor> begun = pending.find(user, id);
        if (begun.isEmpty()) {
            return stored.isEmpty()
                    ? new CodeFactorConfirmResult.NotFound()
                    : new CodeFactorConfirmResult.CodeInvalid();
        }
        CodeFactor factor = begun.get();
        EventBuilder refused = event(EventType.UPDATE_CREDENTIAL, enroller, factor.channel());
        if (!enroller.isStillGood()) {
            refused.detail(Details.REASON, "session ended").error(Errors.NOT_ALLOWED);
            return new CodeFactorConfirmResult.StepUpRequired();
        }
        if (!enroller.mayAddFactor()) {
            refused.error(Errors.NOT_ALLOWED);
            return new CodeFactorConfirmResult.StepUpRequired();
        }
        // The user may have begun several of them before one was the last that there may be.
        if (stored.isEmpty() && StoredCodeFactors.of(user).size() >= MOST_OF_A_USER) {
            refused.detail(Details.REASON, "too many factors").error(Errors.NOT_ALLOWED);
            return new CodeFactorConfirmResult.TooMany();
        }
        if (!codes.redeem(user, Purpose.FACTOR_ENROLMENT, factor, code)) {
            refused.error(Errors.INVALID_CODE);
            return new CodeFactorConfirmResult.CodeInvalid();
        }
        if (stored.isEmpty()) {
            StoredCodeFactors.add(user, factor);
            notice.added(user, enroller.session(), factor.channel().factor());
        }
        pending.remove(user, id);
        return new CodeFactorConfirmResult.Confirmed(factor.channel().factor());
    }

    /** Sends a code by which the user proves the factor in this session. */
    public CodeFactorChallengeResult challenge(Caller caller, String id) {
        UserModel user = caller.user();
        int wait = limit.take(caller);
        if (wait > 0) {
            return new CodeFactorChallengeResult.NotSent(new FactorCodeResult.Limited(wait));
        }
        Optional<CodeFactor> stored = StoredCodeFactors.find(user, id);
        if (stored.isEmpty()) {
            return pending.find(user, id).isPresent()
                    ? new CodeFactorChallengeResult.NotConfirmed()
                    : new CodeFactorChallengeResult.NotFound();
        }
        if (isProvedByLink(caller, stored.get())) {
            return new CodeFactorChallengeResult.NotFound();
        }
        EventBuilder event = ApiEvents.open(session, tenant, EventType.UPDATE_CREDENTIAL);
        return CHALLENGED.apply(
                null, codes.send(user, Purpose.FACTOR_STEP_UP, stored.get(), event));
    }

    /** The factor to which this code was sent for a proof in a session; nothing if none was. */
    public Optional<SecondFactor> provedBy(Caller caller, String code) {
        UserModel user = caller.user();
        return StoredCodeFactors.of(user).stream()
                .filter(factor -> !isProvedByLink(caller, factor))
                .filter(factor -> codes.redeem(user, Purpose.FACTOR_STEP_UP, factor, code))
                .map(factor -> factor.channel().factor())
                .findFirst();
    }

    /** The link that the session began with has proved all that this factor would. */
    private static boolean isProvedByLink(Caller caller, CodeFactor factor) {
        return factor.channel() == CodeChannel.MAIL
                && LinkedMailbox.isIn(caller.session(), factor.destination());
    }

    /** Removes a factor of the user. The last one goes only if the user has proved it. */
    public CodeFactorRemovalResult remove(Caller caller, String id) {
        UserModel user = caller.user();
        new CredentialTurns(session).take(user);
        Enroller own = new SignedInEnroller(session, caller);
        Optional<CodeFactor> stored = StoredCodeFactors.find(user, id);
        if (stored.filter(factor -> !own.isStillGood() || !mayRemove(caller, factor)).isPresent()) {
            event(EventType.REMOVE_CREDENTIAL, own, stored.get().channel())
                    .detail(Details.REASON, "step-up required")
                    .error(Errors.NOT_ALLOWED);
            return new CodeFactorRemovalResult.StepUpRequired();
        }
        boolean wasPending = pending.remove(user, id);
        boolean wasStored =
                stored.filter(factor -> StoredCodeFactors.remove(user, factor)).isPresent();
        if (wasStored) {
            notice.removed(user, caller.session(), stored.get().channel().factor());
        }
        return wasPending || wasStored
                ? new CodeFactorRemovalResult.Removed()
                : new CodeFactorRemovalResult.NotFound();
    }

    private static boolean mayRemove(Caller caller, CodeFactor factor) {
        boolean isOnlyOneOfItsKind =
                StoredCodeFactors.of(caller.user()).stream()
                        .filter(other -> other.channel() == factor.channel())
                        .allMatch(other -> other.id().equals(factor.id()));
        return StepUp.mayRemoveFactor(caller, factor.channel().factor(), isOnlyOneOfItsKind);
    }

    private EventBuilder event(EventType type, Enroller enroller, CodeChannel channel) {
        EventBuilder event =
                ApiEvents.open(session, tenant, type)
                        .user(enroller.user())
                        .detail(Details.CREDENTIAL_TYPE, channel.factor().type());
        return enroller.session() == null ? event : event.session(enroller.session());
    }
}
