package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.authrealm.argon2.Argon2Engines.Found;
import io.authrealm.argon2.Argon2Engines.Lookup;
import io.authrealm.argon2.Argon2Engines.Missing;
import io.authrealm.argon2.EngineCheck.Rejected;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EngineCheckTest {

    private final Map<String, Lookup> replaced = new HashMap<>();
    private Argon2Parameters parameters = parameters(1);

    /** Its speed is close to BouncyCastle's, so either might win. */
    @BeforeEach
    void withoutPassword4j() {
        missing("password4j");
    }

    @Test
    void takesOneOfItsOwnEngines() {
        EngineCheck.Result result = EngineCheck.run(EngineCheck.AUTO, parameters);

        assertThat(result.engine().name()).matches("vector-256|vector-512|scalar");
        assertThat(result.millisPerHash()).isBetween(0.01, 1000.0);
    }

    @Test
    void takesTheNextIfOneIsMissing() {
        missing("vector");
        slowBouncyCastle();

        EngineCheck.Result result = check(EngineCheck.AUTO);

        assertThat(result.engine().name()).isEqualTo("scalar");
        assertThat(result.rejected()).containsExactly(new Rejected("vector", "not here"));
    }

    @Test
    void rejectsWrongTags() {
        missing("vector");
        altered(
                "scalar",
                tag -> {
                    tag[tag.length - 1] ^= 1;
                    return tag;
                });

        EngineCheck.Result result = check(EngineCheck.AUTO);

        assertThat(result.engine().name()).isEqualTo("bouncycastle");
        assertThat(result.rejected()).contains(new Rejected("scalar", "it gives wrong tags"));
    }

    @Test
    void rejectsAnEngineThatThrows() {
        altered(
                "vector",
                tag -> {
                    throw new NoClassDefFoundError("jdk/incubator/vector/LongVector");
                });
        altered(
                "scalar",
                tag -> {
                    throw new IllegalStateException("never shown");
                });

        EngineCheck.Result result = check(EngineCheck.AUTO);

        assertThat(result.engine().name()).isEqualTo("bouncycastle");
        assertThat(result.rejected())
                .contains(
                        new Rejected("scalar", "it failed with java.lang.IllegalStateException"),
                        new Rejected("scalar", "it failed with java.lang.NoClassDefFoundError"));
    }

    @Test
    void rejectsAnEngineThatAllocates() {
        missing("vector");
        altered(
                "scalar",
                tag -> {
                    assertThat(new byte[100_000]).hasSize(100_000);
                    return tag;
                });

        EngineCheck.Result result = check(EngineCheck.AUTO);

        assertThat(result.engine().name()).isEqualTo("bouncycastle");
        assertThat(result.rejected())
                .anySatisfy(
                        rejected ->
                                assertThat(rejected.reason()).matches("it allocates 1\\d{5} .*"));
    }

    @Test
    void rejectsAnEngineThatIsSlowerThanTheNext() {
        missing("vector");
        altered("scalar", EngineCheckTest::slow);

        EngineCheck.Result result = check(EngineCheck.AUTO);

        assertThat(result.engine().name()).isEqualTo("bouncycastle");
        assertThat(result.rejected())
                .anySatisfy(
                        rejected ->
                                assertThat(rejected.reason())
                                        .matches("[\\d.]+ ms a hash, while bouncycastle takes .*"));
    }

    @Test
    void usesTheNamedEngineEvenIfItIsSlower() {
        altered("bouncycastle", EngineCheckTest::slow);

        EngineCheck.Result result = check("bouncycastle");

        assertThat(result.engine().name()).isEqualTo("bouncycastle");
        assertThat(result.rejected()).isEmpty();
    }

    @Test
    void hasAnotherEngineForParametersThatPassword4jDoesNotSupport() {
        missing("vector");
        slowBouncyCastle();
        replaced.remove("password4j");

        EngineCheck.Result result = check("password4j");

        assertThat(result.engines())
                .extracting(Argon2Engine::name)
                .containsExactly("password4j", "scalar");
    }

    @Test
    void hasAnotherEngineEvenIfPassword4jIsTheFastest() {
        missing("vector");
        altered("scalar", EngineCheckTest::slow);
        altered("bouncycastle", EngineCheckTest::slow);
        replaced.remove("password4j");

        EngineCheck.Result result = check(EngineCheck.AUTO);

        assertThat(result.engines())
                .anySatisfy(
                        engine ->
                                assertThat(
                                                engine.supports(
                                                        parameters(4),
                                                        Argon2Input.of(new byte[1], new byte[16])))
                                        .isTrue());
    }

    @Test
    void usesAnotherEngineIfPassword4jDoesNotSupportTheParameters() {
        missing("vector");
        slowBouncyCastle();
        replaced.remove("password4j");
        parameters = parameters(2);

        EngineCheck.Result result = check("password4j");

        assertThat(result.engine().name()).isEqualTo("scalar");
        assertThat(result.rejected())
                .contains(new Rejected("password4j", "it does not take the configured parameters"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vector", "vector-256", "vector-512"})
    void triesNoOtherWidthAfterOneThatFailed(String preference) {
        slowBouncyCastle();
        missing(preference);
        if (!preference.equals("vector")) {
            altered(
                    "vector",
                    tag -> {
                        throw new AssertionError("tried");
                    });
        }

        EngineCheck.Result result = check(preference);

        assertThat(result.engine().name()).isEqualTo("scalar");
        assertThat(result.rejected()).containsExactly(new Rejected(preference, "not here"));
    }

    @Test
    void treatsAnUnknownNameAsAMissingEngine() {
        missing("vector");
        slowBouncyCastle();

        EngineCheck.Result result = check("fast");

        assertThat(result.engine().name()).isEqualTo("scalar");
        assertThat(result.rejected()).contains(new Rejected("fast", "there is no such engine"));
    }

    @Test
    void failsIfNoEngineIsLeft() {
        List.of("vector", "scalar", "bouncycastle", "password4j").forEach(this::missing);

        assertThatIllegalStateException()
                .isThrownBy(() -> check(EngineCheck.AUTO))
                .withMessageContaining("password4j");
    }

    private EngineCheck.Result check(String preference) {
        return EngineCheck.run(preference, parameters, this::lookUp);
    }

    private Lookup lookUp(String name) {
        return replaced.containsKey(name)
                ? replaced.get(name)
                : Argon2Engines.lookUp(name, parameters);
    }

    private void missing(String name) {
        replaced.put(name, new Missing("not here"));
    }

    private void altered(String name, AlteredEngine.Alteration alteration) {
        String base = name.equals("vector") ? "scalar" : name;
        Argon2Engine engine = ((Found) Argon2Engines.lookUp(base, parameters)).engine();
        replaced.put(name, new Found(new AlteredEngine(engine, alteration)));
    }

    /** Ten times as slow as any engine, in the time that is measured: that of the processor. */
    private static byte[] slow(byte[] tag) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long until = threads.getCurrentThreadCpuTime() + 20_000_000;
        while (threads.getCurrentThreadCpuTime() < until) {
            Thread.onSpinWait();
        }
        return tag;
    }

    /** Its speed is close to that of "scalar", so either might win. */
    private void slowBouncyCastle() {
        altered("bouncycastle", EngineCheckTest::slow);
    }

    private static Argon2Parameters parameters(int lanes) {
        return new Argon2Parameters(Argon2Type.ID, Argon2Parameters.VERSION_13, 512, 2, lanes, 32);
    }
}
