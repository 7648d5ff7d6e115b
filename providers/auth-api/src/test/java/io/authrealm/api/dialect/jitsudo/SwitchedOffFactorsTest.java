package io.authrealm.api.dialect.jitsudo;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.http.Answer;
import io.authrealm.api.service.action.RecoveryEnrolmentResult;
import io.authrealm.api.service.factor.RecoveryCodesResult;
import io.authrealm.api.service.passkey.PasskeyBeginResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An operator switches a feature off when the server is built, so no running server shows it. */
final class SwitchedOffFactorsTest {

    private final JitsudoErrors errors = new JitsudoErrors();

    @Test
    void factorThatTheServerDoesNotHaveIsNotImplemented() {
        List<Answer> answers =
                List.of(
                        OwnFactorsResource.KEY_BEGUN.apply(
                                errors, new PasskeyBeginResult.Unavailable()),
                        OwnFactorsResource.CODES_MADE.apply(
                                errors, new RecoveryCodesResult.Unavailable()),
                        ChallengeResource.CODES.apply(
                                errors, new RecoveryEnrolmentResult.Unavailable()));
        assertThat(answers)
                .allSatisfy(
                        answer -> {
                            assertThat(answer.status()).isEqualTo(501);
                            assertThat(errors.wire().write(answer))
                                    .contains("\"code\":\"not_implemented\"");
                        });
    }
}
