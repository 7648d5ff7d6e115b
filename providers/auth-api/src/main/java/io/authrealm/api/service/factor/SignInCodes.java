package io.authrealm.api.service.factor;

import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.tenant.Tenant;
import io.authrealm.core.outcome.Cases;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keycloak.events.EventBuilder;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The codes of one sign-in, on a page or in the API. It sends only a few of them. Each needs a
 * place, which is claimed before it is sent by an operation that is atomic on all nodes. So
 * simultaneous requests send no more. A place is free again if no code was sent.
 */
public final class SignInCodes {

    private static final int MOST_SENT = 3;

    /** Authentication session note, with the channel: how many codes were sent. */
    private static final String SENT_NOTE = "authrealm.codes_sent.";

    /** The same: the id of the factor to which the last code went. */
    private static final String FACTOR_NOTE = "authrealm.code_factor.";

    private record Sending(
            SignInCodes codes,
            AuthenticationSessionModel authentication,
            CodeFactor factor,
            String place) {

        FactorCodeResult count(FactorCodeResult.Sent sent) {
            CodeChannel channel = factor.channel();
            authentication.setAuthNote(
                    SENT_NOTE + channel, String.valueOf(sent(authentication, channel) + 1));
            authentication.setAuthNote(FACTOR_NOTE + channel, factor.id());
            return sent;
        }

        FactorCodeResult free(FactorCodeResult.NotSent notSent) {
            codes.places.remove(place);
            return notSent;
        }
    }

    private static final Cases<Sending, FactorCodeResult, FactorCodeResult> COUNTED =
            Cases.<Sending, FactorCodeResult, FactorCodeResult>of(FactorCodeResult.class)
                    .when(FactorCodeResult.Sent.class, Sending::count)
                    .when(FactorCodeResult.NotSent.class, Sending::free)
                    .complete();

    private final Tenant tenant;
    private final FactorOffer offer;
    private final FactorCodes codes;
    private final SingleUseObjectProvider places;

    public SignInCodes(KeycloakSession session, Tenant tenant) {
        this.tenant = tenant;
        this.offer = new FactorOffer(session, tenant);
        this.codes = new FactorCodes(session, tenant);
        this.places = session.singleUseObjects();
    }

    /** Whether this sign-in has sent a code to the channel. */
    public static boolean isSent(AuthenticationSessionModel authentication, CodeChannel channel) {
        return sent(authentication, channel) > 0;
    }

    /**
     * The factors of the channel whose codes this sign-in takes, in the user's own order. A mailbox
     * that the sign-in began with is among them only if there is no other.
     */
    public static List<CodeFactor> offered(
            AuthenticationSessionModel authentication, CodeChannel channel) {
        List<CodeFactor> all = FactorCodes.of(authentication.getAuthenticatedUser(), channel);
        List<CodeFactor> others =
                all.stream()
                        .filter(factor -> !MailboxProof.covers(authentication, factor))
                        .toList();
        return others.isEmpty() ? all : others;
    }

    /**
     * The factor of the channel whose code this sign-in takes: the one to which it has sent the
     * last code. If it has sent none, or if that factor is gone, the first that is offered.
     */
    public static Optional<CodeFactor> asked(
            AuthenticationSessionModel authentication, CodeChannel channel) {
        List<CodeFactor> offered = offered(authentication, channel);
        return find(offered, authentication.getAuthNote(FACTOR_NOTE + channel))
                .or(() -> offered.stream().findFirst());
    }

    private static Optional<CodeFactor> find(List<CodeFactor> factors, String id) {
        return factors.stream().filter(factor -> factor.id().equals(id)).findFirst();
    }

    private static int sent(AuthenticationSessionModel authentication, CodeChannel channel) {
        String note = authentication.getAuthNote(SENT_NOTE + channel);
        return note == null ? 0 : Integer.parseInt(note);
    }

    /**
     * Sends a code to the user of the sign-in, unless it has sent as many as it may, or the tenant
     * takes none.
     *
     * @param factorId which of the user's factors the code goes to; if it is null or blank, the one
     *     that is {@link #asked}
     * @param event of the client that the user signs in to; this method writes it
     */
    public FactorCodeResult send(
            AuthenticationSessionModel authentication,
            CodeChannel channel,
            String factorId,
            EventBuilder event) {
        Optional<CodeFactor> factor =
                factorId == null || factorId.isBlank()
                        ? asked(authentication, channel)
                        : find(offered(authentication, channel), factorId);
        if (factor.isEmpty() || !offer.isTakenAtSignIn(channel.factor())) {
            return new FactorCodeResult.NoFactor();
        }
        Optional<String> place = claimPlace(authentication);
        return place.isEmpty()
                ? new FactorCodeResult.Limited((int) lifetimeSeconds())
                : COUNTED.apply(
                        new Sending(this, authentication, factor.get(), place.get()),
                        codes.send(
                                authentication.getAuthenticatedUser(),
                                Purpose.FACTOR_SIGN_IN,
                                factor.get(),
                                event));
    }

    /** A sign-in that takes longer than a code lives knows from its notes which are taken. */
    private Optional<String> claimPlace(AuthenticationSessionModel authentication) {
        String prefix =
                "authrealm.sign-in-code.%s.%s.%s."
                        .formatted(
                                authentication.getParentSession().getId(),
                                authentication.getTabId(),
                                authentication.getAuthenticatedUser().getId());
        int sent = Arrays.stream(CodeChannel.values()).mapToInt(c -> sent(authentication, c)).sum();
        for (int i = sent; i < MOST_SENT; i++) {
            if (places.putIfAbsent(prefix + i, lifetimeSeconds())) {
                return Optional.of(prefix + i);
            }
        }
        return Optional.empty();
    }

    private long lifetimeSeconds() {
        return tenant.settings().codeLifetime().toSeconds();
    }
}
