package io.authrealm.core.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseFailureTest {

    private static SQLException withState(String state) {
        return new SQLException("what a driver says", state);
    }

    /** Refused, cut, too many clients, shutting down, crashed, starting. */
    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "08S01", "53300", "57P01", "57P02", "57P03"})
    void statesOfALostConnectionMeanThatTheDatabaseIsAway(String state) {
        assertThat(DatabaseFailure.of(withState(state))).contains(DatabaseFailure.AWAY);
    }

    static Stream<SQLException> connectionExceptions() {
        return Stream.of(
                new SQLTransientConnectionException(),
                new SQLNonTransientConnectionException("broken", "90067"),
                new SQLRecoverableException("closed", "66000"),
                new SQLException("Sorry, acquisition timeout!"));
    }

    @ParameterizedTest
    @MethodSource("connectionExceptions")
    void exceptionsOfDriversAndPoolsMeanIt(SQLException thrown) {
        assertThat(DatabaseFailure.of(thrown)).contains(DatabaseFailure.AWAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void rollbacksByTheDatabaseMeanThatAnotherTransactionConflicted(String state) {
        assertThat(DatabaseFailure.of(withState(state))).contains(DatabaseFailure.CROSSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"55P03", "HYT00"})
    void locksThatAreNotGivenInTimeMeanTheSame(String state) {
        assertThat(DatabaseFailure.of(withState(state))).contains(DatabaseFailure.CROSSED);
    }

    static Stream<Exception> networkExceptions() {
        return Stream.of(
                new ConnectException("refused"),
                new SocketException("reset"),
                new SocketTimeoutException(),
                new UnknownHostException("db"),
                new EOFException());
    }

    @ParameterizedTest
    @MethodSource("networkExceptions")
    void innermostCausesOfTheNetworkMeanIt(Exception cause) {
        assertThat(DatabaseFailure.of(new IllegalStateException("failed", cause)))
                .contains(DatabaseFailure.AWAY);
    }

    @Test
    void isFoundWhereverAWrapperKeepsIt() {
        Exception suppressing = new IllegalStateException("rolled back");
        suppressing.addSuppressed(new IllegalStateException("commit", withState("08006")));
        SQLException first = new SQLException("a batch failed", "HY000");
        first.setNextException(withState("57P01"));

        assertThat(
                        Stream.of(
                                        new IllegalStateException(withState("08006")),
                                        new IllegalStateException(
                                                new IOException("outer", suppressing)),
                                        new IllegalStateException(first),
                                        new SQLException("new connection", withState("08001")))
                                .map(DatabaseFailure::of))
                .allSatisfy(found -> assertThat(found).contains(DatabaseFailure.AWAY));
    }

    static Stream<Throwable> otherFailures() {
        return Stream.of(
                new NullPointerException(),
                new IOException("connection reset"),
                new SQLException("no state"),
                new SQLException(),
                new SQLIntegrityConstraintViolationException("duplicate", "23505"),
                withState("42P01"),
                withState("57014"),
                new IllegalStateException("acquisition timeout"));
    }

    @ParameterizedTest
    @MethodSource("otherFailures")
    void everythingElseIsAnotherFailure(Throwable thrown) {
        assertThat(DatabaseFailure.of(thrown)).isEmpty();
    }

    @Test
    void circlesEnd() {
        Exception one = new IllegalStateException();
        Exception other = new IllegalStateException(one);
        one.initCause(other);
        one.addSuppressed(other);

        assertThat(DatabaseFailure.of(one)).isEmpty();
    }
}
