package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.fakes.FakeRangeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/** Breached passwords in a file on the server's own disk, which an operator builds and replaces. */
@DisabledIf(
        value = "io.authrealm.suite.TestServer#isContainer",
        disabledReason = "puts a file where the server looks for it")
@ResourceLock(TestServer.RANGES_LOCK)
@OwnServer
class OfflineCorpusIT {

    /** The server looks for another file every ten seconds. */
    private static final Duration SEEN_WITHIN = Duration.ofSeconds(25);

    @RegisterExtension
    static final TestRealm offline =
            TestRealm.fresh()
                    .with(r -> r.put("passwordPolicy", "breached-password(1,sources=offline)"));

    @RegisterExtension
    static final TestRealm strict =
            TestRealm.fresh()
                    .with(
                            r ->
                                    r.put(
                                            "passwordPolicy",
                                            "breached-password(1,sources=offline,unknown=refuse)"));

    @RegisterExtension
    static final TestRealm both =
            TestRealm.fresh()
                    .with(
                            r ->
                                    r.put(
                                            "passwordPolicy",
                                            "breached-password(1,sources=offline-then-online)"));

    @TempDir private Path folder;

    @AfterAll
    static void removeTheCorpus() throws IOException {
        Files.deleteIfExists(TestServer.corpus());
    }

    private static String newPassword() {
        return "horse-" + TestRealm.random();
    }

    /** Runs the command as an operator does, with the server's jar. */
    private void build(String... passwords) throws IOException, InterruptedException {
        Path hashes = folder.resolve("hashes.txt");
        Files.write(
                hashes,
                Stream.concat(
                                IntStream.range(0, 1000).mapToObj(i -> "common " + i),
                                Stream.of(passwords))
                        .map(password -> FakeRangeServer.sha1(password) + ":1")
                        .sorted()
                        .toList());
        Process command =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-jar",
                                TestServer.jar().toString(),
                                "build-corpus",
                                hashes.toString(),
                                TestServer.corpus().toString())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(command.waitFor()).as(said).isZero();
    }

    private static boolean isRefused(TestRealm realm, String password) {
        Answer answer = realm.api().signUp(TestRealm.newEmail(), password);
        if (answer.status() == 201) {
            return false;
        }
        answer.assertError(422, "auth.password_breached");
        return true;
    }

    private static void awaitRefused(String password) {
        Await.until("the corpus is in use", SEEN_WITHIN, () -> isRefused(offline, password));
    }

    @Test
    void lifeOfACorpus() throws IOException, InterruptedException {
        String first = newPassword();
        String second = newPassword();

        // Without a file no password is known.
        assertThat(isRefused(offline, first)).isFalse();
        strict.api().signUp(TestRealm.newEmail(), first).assertBusy();

        build(first);
        awaitRefused(first);
        int asked = TestServer.ranges().received().size();
        assertThat(isRefused(strict, first)).isTrue();
        assertThat(isRefused(strict, second)).isFalse();
        assertThat(isRefused(both, first)).isTrue();
        assertThat(TestServer.ranges().received()).hasSize(asked);

        // If the realm says so, passwords that the file does not contain are looked up online.
        String newer = newPassword();
        TestServer.ranges().breach(newer, 1);
        assertThat(isRefused(both, newer)).isTrue();
        assertThat(TestServer.ranges().received()).hasSize(asked + 1);
        assertThat(isRefused(offline, newer)).isFalse();

        // Another file replaces it while the server runs.
        build(second);
        awaitRefused(second);
        assertThat(isRefused(offline, first)).isFalse();

        // A damaged file does not.
        byte[] damaged = Files.readAllBytes(TestServer.corpus());
        damaged[damaged.length / 2] ^= 1;
        Path file = folder.resolve("damaged");
        Files.write(file, damaged);
        Files.move(file, TestServer.corpus(), StandardCopyOption.REPLACE_EXISTING);
        Await.until(
                "the server tells of the damage",
                SEEN_WITHIN,
                () -> lastWarning().contains("the former one stays in use"));
        assertThat(isRefused(offline, second)).isTrue();
        assertThat(isRefused(strict, newPassword())).isFalse();
    }

    private static String lastWarning() {
        List<String> warnings =
                TestServer.log().stream()
                        .filter(line -> line.contains("WARN") && line.contains("Breached"))
                        .toList();
        return warnings.isEmpty() ? "" : warnings.get(warnings.size() - 1);
    }
}
