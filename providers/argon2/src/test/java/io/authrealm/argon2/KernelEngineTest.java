package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scalar engine and the vector engine of the width that the machine prefers. */
final class KernelEngineTest {

    private static final Argon2Input INPUT = Argon2Input.of(new byte[9], new byte[16]);

    static Stream<Argon2Engine> engines() {
        return Stream.of(Argon2Engines.SCALAR, Argon2Engines.VECTOR)
                .flatMap(name -> Argon2Engines.named(name).stream());
    }

    @ParameterizedTest
    @MethodSource("engines")
    void givesTheKnownAnswers(Argon2Engine engine) {
        assertThat(KnownAnswers.holdFor(engine, new Argon2Memory())).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void agreesWithTheCommand(Argon2Engine engine) {
        Argon2Memory memory = new Argon2Memory();
        assertThat(CommandAnswers.all())
                .hasSizeGreaterThan(50)
                .allSatisfy(
                        answer ->
                                assertThat(engine.hash(answer.parameters(), answer.input(), memory))
                                        .isEqualTo(answer.tag()));
    }

    @Test
    void agreesWithBouncyCastleOnRandomCases() {
        new RandomCases().compare(1_000, engines().toArray(Argon2Engine[]::new));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void reusesMemoryAndLeavesNothingInIt(Argon2Engine engine) {
        Argon2Memory memory = new Argon2Memory();
        for (int kib : new int[] {3000, 40, 8, 3100, 100}) {
            Argon2Parameters parameters = parameters(kib, 2);
            assertThat(engine.hash(parameters, INPUT, memory))
                    .as("%d KiB", kib)
                    .isEqualTo(new BouncyCastleArgon2().hash(parameters, INPUT, memory));
            assertThat(memory.isClear()).isTrue();
        }
        assertThat(memory.bytes()).isBetween(3100L << 10, 3120L << 10);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void leavesNothingInTheMemoryOfAFailedComputation(Argon2Engine engine) {
        Argon2Memory memory = new Argon2Memory();
        Argon2Input incomplete = new Argon2Input(new byte[200], new byte[16], new byte[200], null);
        Argon2Parameters parameters = parameters(64, 1);

        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(
                                () -> engine.hash(parameters, incomplete, memory)))
                .isInstanceOf(NullPointerException.class);
        assertThat(memory.isClear()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("engines")
    void refusesMoreMemoryThanAnArrayHolds(Argon2Engine engine) {
        Argon2Parameters parameters = parameters(1 << 24, 1);

        assertThat(engine.supports(parameters, INPUT)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> engine.hash(parameters, INPUT, new Argon2Memory()));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void allocatesNothingButTheTag(Argon2Engine engine) {
        EngineMeter meter = new EngineMeter(parameters(2048, 3), INPUT, new Argon2Memory());

        assertThat(meter.warm(engine, 1024).allocatedBytes()).isLessThanOrEqualTo(1024);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void keepsEveryWordInASlotOfItsOwn(Argon2Engine engine) {
        Kernel kernel = ((KernelEngine) engine).kernel();
        int[] slots = new int[128];
        Arrays.setAll(slots, kernel::slot);

        assertThat(slots[0]).isZero();
        assertThat(slots).doesNotHaveDuplicates();
        assertThat(Arrays.stream(slots)).allMatch(slot -> slot >= 0 && slot < 128);
    }

    private static Argon2Parameters parameters(int kib, int iterations) {
        return new Argon2Parameters(
                Argon2Type.ID, Argon2Parameters.VERSION_13, kib, iterations, 1, 32);
    }
}
