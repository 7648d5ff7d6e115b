package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Mail servers that are down for a while, or that accept a connection and say nothing. */
class MailOutageIT {

    private static final Duration OUTAGE = Duration.ofSeconds(Soak.or(60, 8));

    /** More than a realm's share of the outbox. */
    private static final int MANY = 1100;

    @RegisterExtension static final Mailbox mailbox = new Mailbox();

    @RegisterExtension static final TestRealm realm = TestRealm.fresh().with(mailbox::serve);

    @RegisterExtension
    static final TestRealm byDefault = TestRealm.named(TestServer.DEFAULT_TENANT);

    @Test
    void outageLosesNoMailAndDelaysNoRequest() throws InterruptedException {
        List<TestUser> users = IntStream.range(0, 30).mapToObj(i -> realm.user()).toList();
        List<Duration> took = new ArrayList<>();
        Instant end = Instant.now().plus(OUTAGE);
        mailbox.down();
        try {
            for (TestUser user : users) {
                took.add(realm.api().forgotPassword(user.email()).assertStatus(202).took());
                TimeUnit.MILLISECONDS.sleep(OUTAGE.toMillis() / users.size());
            }
            assertThat(Instant.now()).isAfterOrEqualTo(end);
        } finally {
            mailbox.up();
        }
        assertThat(took).allSatisfy(t -> assertThat(t).isLessThan(Duration.ofSeconds(2)));
        Await.until(
                "all mails",
                Duration.ofMinutes(3),
                () -> users.stream().allMatch(user -> mailbox.of(user.email()).size() == 1));
        if (!TestServer.isContainer()) {
            assertEachFailureIsOneLine(users.get(0));
        }
    }

    private static void assertEachFailureIsOneLine(TestUser user) {
        List<String> log = TestServer.log();
        assertThat(log)
                .filteredOn(line -> line.contains(user.id() + " could not be sent, attempt 1:"))
                .hasSize(1);
        assertThat(log)
                .filteredOn(line -> line.contains("(authrealm-outbox)"))
                .noneMatch(line -> line.contains("KC-SERVICES0029"));
    }

    @Test
    void fullOutboxRefusesAllAddressesOfItsRealmAlikeAndOfNoOther() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getByName("0.0.0.0"))) {
            TestRealm hanging =
                    TestRealm.fresh()
                            .with(
                                    r ->
                                            r.putObject("smtpServer")
                                                    .put("host", TestServer.hostOfThisProcess())
                                                    .put(
                                                            "port",
                                                            String.valueOf(silent.getLocalPort()))
                                                    .put("from", "no-reply@authrealm.example"))
                            .create();
            try {
                TestUser user = hanging.user();
                List<Answer> answers =
                        Parallel.run(MANY, 8, i -> hanging.api().forgotPassword(user.email()));
                assertThat(answers)
                        .extracting(Answer::status)
                        .containsOnly(202, 503)
                        .filteredOn(status -> status == 202)
                        .hasSizeBetween(900, 1010);
                Answer known = hanging.api().forgotPassword(user.email()).assertBusy();
                Answer unknown = hanging.api().forgotPassword(TestRealm.newEmail()).assertBusy();
                assertThat(unknown.errorWithoutRequestId())
                        .isEqualTo(known.errorWithoutRequestId());

                // At the root a client cannot see which realm was full.
                hanging.awaitAtRoot();
                for (String email : List.of(user.email(), TestRealm.newEmail())) {
                    TestServer.root().forgotPassword(email).assertStatus(202);
                }

                TestUser elsewhere = realm.user();
                realm.api().forgotPassword(elsewhere.email()).assertStatus(202);
                mailbox.await(elsewhere.email(), 1);
            } finally {
                hanging.close();
            }
        }
    }
}
