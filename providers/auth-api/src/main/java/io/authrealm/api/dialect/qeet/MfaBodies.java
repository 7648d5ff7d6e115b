package io.authrealm.api.dialect.qeet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.authrealm.api.service.factor.RecoveryCodes;
import io.authrealm.api.service.factor.StepUp;
import io.authrealm.api.service.factor.UserFactor;
import java.time.Instant;
import java.util.List;

/** The JSON objects that the routes of second factors answer with. */
final class MfaBodies {

    private static final String SHOWN_ONCE =
            "Store these codes in a safe place. They are not shown again.";

    private MfaBodies() {}

    record TotpStatus(boolean enrolled) {}

    record TotpStarted(String secret, String provisioningUrl) {

        /** Hides the secret. */
        @Override
        public String toString() {
            return "TotpStarted";
        }
    }

    record NewRecoveryCodes(
            List<String> recoveryCodes, @JsonInclude(JsonInclude.Include.NON_NULL) String warning) {

        static NewRecoveryCodes of(List<String> codes) {
            return new NewRecoveryCodes(codes, codes.isEmpty() ? null : SHOWN_ONCE);
        }

        /** Hides the codes. */
        @Override
        public String toString() {
            return "NewRecoveryCodes";
        }
    }

    /** A second factor as an admin sees it. */
    record Factor(String id, String kind, String name, Instant createdAt, Instant lastUsedAt) {

        static Factor of(UserFactor factor) {
            return new Factor(
                    factor.id(),
                    FactorNames.of(factor.kind()),
                    factor.name(),
                    factor.createdAt(),
                    factor.lastUsedAt());
        }
    }

    record Verified(boolean verified) {}

    record RecoveryCodesStatus(boolean enrolled, int total, int remaining) {

        static RecoveryCodesStatus of(RecoveryCodes.Status status) {
            return new RecoveryCodesStatus(status.isEnrolled(), status.total(), status.remaining());
        }
    }

    /**
     * @param recent the same, by the name that the documentation has
     */
    record StepUpStatus(
            boolean recentlyVerified, boolean recent, Instant verifiedAt, long windowSeconds) {

        static StepUpStatus of(StepUp.Status status) {
            return new StepUpStatus(
                    status.isOpen(), status.isOpen(), status.verifiedAt(), status.windowSeconds());
        }
    }
}
