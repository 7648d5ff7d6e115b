package io.authrealm.suite;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** A signed-in user who gets codes by mail or text message as second factors. */
record OtpFactors(SignedIn person, Mailbox mailbox) {

    static final String PATH = "/v1/mfa/otp/factors";

    /** The kinds of these factors. */
    enum Channel {
        EMAIL("email", "authrealm-mail-code"),
        SMS("sms", "authrealm-text-code");

        private final String wire;
        private final String type;

        Channel(String wire, String type) {
            this.wire = wire;
            this.type = type;
        }

        /** The name in the API. */
        String wire() {
            return wire;
        }

        /** The type of credential in Keycloak. */
        String type() {
            return type;
        }

        String newDestination() {
            return this == EMAIL ? TestRealm.newEmail() : TextMessages.newNumber();
        }
    }

    /** A factor, and where its codes arrive. */
    record Factor(String id, Channel channel, String destination) {}

    private Api api() {
        return person.api();
    }

    Answer begin(Channel channel, String destination) {
        return api().post(PATH, Map.of("channel", channel.wire(), "destination", destination));
    }

    /** Begins to add a factor with a destination of its own. */
    Factor begun(Channel channel) {
        return begun(channel, channel.newDestination());
    }

    Factor begun(Channel channel, String destination) {
        String id = begin(channel, destination).assertStatus(201).text("factor_id");
        return new Factor(id, channel, destination);
    }

    Answer confirm(Factor factor, String code) {
        return api().post(PATH + "/" + factor.id() + "/confirm", Map.of("code", code));
    }

    /** Adds a factor. */
    Factor added(Channel channel) {
        Factor factor = begun(channel);
        confirm(factor, code(factor, 1)).assertStatus(200);
        return factor;
    }

    Answer challenge(Factor factor) {
        return api().post(PATH + "/" + factor.id() + "/challenge");
    }

    Answer verify(String code) {
        return api().post("/v1/mfa/otp/verify", Map.of("code", code));
    }

    Answer remove(Factor factor) {
        return api().delete(PATH + "/" + factor.id());
    }

    List<JsonNode> list() {
        return TestRealm.list(api().get(PATH).assertStatus(200).json().path("items"));
    }

    /** The code in the message with this position, from 1, once it has arrived. */
    String code(Factor factor, int which) {
        return switch (factor.channel()) {
            case EMAIL -> mailbox.await(factor.destination(), which).code();
            case SMS -> TextMessages.await(factor.destination(), which).code();
        };
    }

    int messages(Factor factor) {
        return switch (factor.channel()) {
            case EMAIL -> mailbox.of(factor.destination()).size();
            case SMS -> TextMessages.to(factor.destination()).size();
        };
    }

    /** Asks for a code of a factor, and proves it with that. */
    void stepUp(Factor factor) {
        int before = messages(factor);
        challenge(factor).assertStatus(202);
        verify(code(factor, before + 1)).assertStatus(200);
    }

    /** One of many wrong codes. */
    static String wrong(String code, int which) {
        return "%06d".formatted((Integer.parseInt(code) + 1 + which) % 1_000_000);
    }
}
