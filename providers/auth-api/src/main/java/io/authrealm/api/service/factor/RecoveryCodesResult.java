package io.authrealm.api.service.factor;

import java.util.List;

/** How a request for new recovery codes ends. */
public sealed interface RecoveryCodesResult {

    /**
     * @param codes shown once
     */
    record Made(List<String> codes) implements RecoveryCodesResult {

        /** Hides the codes. */
        @Override
        public String toString() {
            return "Made";
        }
    }

    /** The user has no second factor that the codes could stand in for. */
    record NotEnrolled() implements RecoveryCodesResult {}

    /** A second factor has to be proved first. */
    record StepUpRequired() implements RecoveryCodesResult {}

    /** The server makes no recovery codes, or the user's are in a directory that it only reads. */
    record Unavailable() implements RecoveryCodesResult {}
}
