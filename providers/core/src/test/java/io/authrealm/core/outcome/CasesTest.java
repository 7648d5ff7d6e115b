package io.authrealm.core.outcome;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import org.junit.jupiter.api.Test;

class CasesTest {

    private sealed interface Result {

        record Done(int count) implements Result {}

        sealed interface Refused extends Result {

            record Early() implements Refused {}

            record Late(String why) implements Refused {}
        }
    }

    private static Cases.Builder<String, Result, String> builder() {
        return Cases.of(Result.class);
    }

    @Test
    void eachCaseHasItsOwnLine() {
        Cases<String, Result, String> cases =
                builder()
                        .when(Result.Done.class, (context, done) -> context + done.count())
                        .when(Result.Refused.Early.class, context -> context + "early")
                        .when(Result.Refused.Late.class, (context, late) -> context + late.why())
                        .complete();

        assertThat(cases.apply("> ", new Result.Done(3))).isEqualTo("> 3");
        assertThat(cases.apply("> ", new Result.Refused.Early())).isEqualTo("> early");
        assertThat(cases.apply("> ", new Result.Refused.Late("why"))).isEqualTo("> why");
    }

    @Test
    void sealedSubtypeStandsForItsCases() {
        Cases<String, Result, String> cases =
                builder()
                        .when(Result.Done.class, context -> "done")
                        .when(Result.Refused.class, context -> "refused")
                        .complete();

        assertThat(cases.apply("", new Result.Refused.Late("why"))).isEqualTo("refused");
    }

    @Test
    void missingCaseIsAnError() {
        assertThatIllegalStateException()
                .isThrownBy(() -> builder().when(Result.Done.class, context -> "").complete())
                .withMessage("Result has no line for [Early, Late]");
    }

    @Test
    void caseWithTwoLinesIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                builder()
                                        .when(Result.Refused.class, context -> "")
                                        .when(Result.Refused.Late.class, context -> ""));
    }

    @Test
    void typeThatIsNotSealedIsAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> Cases.of(String.class));
    }
}
