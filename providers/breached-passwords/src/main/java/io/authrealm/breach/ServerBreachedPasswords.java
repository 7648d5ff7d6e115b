package io.authrealm.breach;

import io.authrealm.breach.BreachRule.Sources;
import io.authrealm.core.breach.PasswordSha1;
import io.authrealm.core.text.OpaqueString;
import java.time.Duration;
import java.util.OptionalInt;
import org.apache.http.impl.client.CloseableHttpClient;
import org.keycloak.connections.httpclient.HttpClientProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.PasswordPolicy;
import org.keycloak.models.RealmModel;

/** Asks the sources of a realm, in their order. */
final class ServerBreachedPasswords implements BreachedPasswords {

    private final BreachRule ofServer;
    private final OnlineRanges online;
    private final OfflineFile offline;
    private final BreachMetrics metrics;

    /**
     * @param offline null if the server has no file
     */
    ServerBreachedPasswords(
            BreachRule ofServer, OnlineRanges online, OfflineFile offline, BreachMetrics metrics) {
        this.ofServer = ofServer;
        this.online = online;
        this.offline = offline;
        this.metrics = metrics;
    }

    /**
     * Keycloak checks a new password twice in one request: to report errors, and to store it. The
     * second check must neither differ nor wait again.
     */
    private record Checked(PasswordSha1 sha1, BreachRule rule, Verdict verdict) {

        static final String ATTRIBUTE = "authrealm.breached-passwords.checked";
    }

    @Override
    public Verdict check(KeycloakSession session, String rawPassword, BreachRule rule) {
        String password = OpaqueString.of(rawPassword);
        PasswordSha1 sha1 = PasswordSha1.of(password);
        Checked before = session.getAttribute(Checked.ATTRIBUTE, Checked.class);
        if (before != null && before.sha1().equals(sha1) && before.rule().equals(rule)) {
            return before.verdict();
        }
        Verdict verdict = lookUp(session, password, sha1, rule);
        session.setAttribute(Checked.ATTRIBUTE, new Checked(sha1, rule, verdict));
        return verdict;
    }

    private Verdict lookUp(
            KeycloakSession session, String password, PasswordSha1 sha1, BreachRule rule) {
        long start = System.nanoTime();
        Verdict verdict = Verdict.UNKNOWN;
        String source = "none";
        if (rule.sources() != Sources.ONLINE && offline != null) {
            OptionalInt count = offline.count(password, sha1);
            if (count.isPresent()) {
                verdict = verdict(count.getAsInt(), rule);
                source = "offline";
            }
        }
        if (rule.sources() != Sources.OFFLINE && verdict != Verdict.BREACHED) {
            OptionalInt count = online.count(httpClient(session), sha1);
            if (count.isPresent()) {
                verdict = verdict(count.getAsInt(), rule);
                source = "online";
            }
        }
        metrics.checked(verdict, source, Duration.ofNanos(System.nanoTime() - start));
        return verdict;
    }

    @Override
    public BreachRule ruleOf(RealmModel realm) {
        PasswordPolicy policy = realm.getPasswordPolicy();
        BreachRule ofRealm =
                policy == null ? null : policy.getPolicyConfig(BreachedPasswordPolicyFactory.ID);
        return ofRealm == null ? ofServer : ofRealm;
    }

    private static Verdict verdict(int count, BreachRule rule) {
        return count >= rule.leastCount() ? Verdict.BREACHED : Verdict.CLEAN;
    }

    private static CloseableHttpClient httpClient(KeycloakSession session) {
        return session.getProvider(HttpClientProvider.class).getHttpClient();
    }
}
