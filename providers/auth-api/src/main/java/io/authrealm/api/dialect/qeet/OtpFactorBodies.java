package io.authrealm.api.dialect.qeet;

import io.authrealm.api.service.factor.CodeChannel;
import io.authrealm.api.service.factor.CodeFactor;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The JSON objects that the routes of {@link OtpFactorResource} answer. */
final class OtpFactorBodies {

    /** The channels by their names on the wire. */
    static final Map<String, CodeChannel> CHANNELS =
            Arrays.stream(CodeChannel.values())
                    .collect(Collectors.toUnmodifiableMap(OtpFactorBodies::name, it -> it));

    private OtpFactorBodies() {}

    private static String name(CodeChannel channel) {
        return FactorNames.of(channel.factor());
    }

    /**
     * @param destination in a form that may be shown
     */
    record Factor(
            String id, String channel, String destination, boolean verified, Instant createdAt) {

        static Factor of(CodeFactor factor) {
            return new Factor(
                    factor.id(),
                    name(factor.channel()),
                    factor.masked(),
                    factor.isVerified(),
                    factor.createdAt());
        }
    }

    static QeetBodies.Items<Factor> list(List<CodeFactor> factors) {
        return new QeetBodies.Items<>(factors.stream().map(Factor::of).toList());
    }

    record Added(String factorId, String message) {}
}
