package io.authrealm.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One verification of a right password against a stored hash; single-threaded. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
        value = 2,
        jvmArgsPrepend = {"-XX:+UseG1GC", "-Xms512m", "-Xmx512m"},
        jvmArgsAppend = {
            "--add-modules=jdk.incubator.vector",
            "--enable-native-access=ALL-UNNAMED"
        })
public class VerifyBenchmark {

    /** A line of stored-hashes.properties, and the library that verifies it. */
    @Param({
        "argon2id-7168-5-1/authrealm",
        "argon2id-7168-5-1/bouncycastle",
        "argon2id-7168-5-1/password4j",
        "argon2id-19456-2-1/authrealm",
        "argon2id-19456-2-1/bouncycastle",
        "argon2id-19456-2-1/password4j",
        "bcrypt-10/authrealm",
        "bcrypt-10/bouncycastle",
        "bcrypt-10/password4j",
        "bcrypt-10/favre",
        "bcrypt-12/authrealm",
        "bcrypt-12/bouncycastle",
        "bcrypt-12/password4j",
        "bcrypt-12/favre",
        "pbkdf2-sha256-600000/authrealm",
        "pbkdf2-sha256-600000/bouncycastle",
        "pbkdf2-sha256-600000/password4j",
        "pbkdf2-sha256-600000/jdk",
        "scrypt-14/authrealm",
        "scrypt-14/bouncycastle",
        "scrypt-14/password4j",
        "scrypt-16/authrealm",
        "scrypt-16/bouncycastle",
        "scrypt-16/password4j",
        "sha512-crypt-5000/authrealm",
        "sha512-crypt-656000/authrealm",
        "sha256-crypt-535000/authrealm",
        "md5-crypt/authrealm",
        "phpass-13/authrealm"
    })
    public String stored;

    private final byte[] password = "correct horse battery staple".getBytes(UTF_8);
    private Verifier verifier;

    @Setup
    public void check() throws IOException {
        String[] hashAndPeer = stored.split("/");
        Properties hashes = new Properties();
        try (InputStream file =
                VerifyBenchmark.class.getResourceAsStream("stored-hashes.properties")) {
            hashes.load(file);
        }
        verifier = Verifier.of(hashAndPeer[1], hashes.getProperty(hashAndPeer[0]));
        if (!verifier.matches(password.clone())) {
            throw new IllegalStateException(stored + " refuses the right password");
        }
        if (verifier.matches("wrong".getBytes(UTF_8))) {
            throw new IllegalStateException(stored + " takes a wrong password");
        }
    }

    @Benchmark
    public boolean verify() {
        // A copy, because some libraries wipe their argument.
        return verifier.matches(password.clone());
    }
}
