package io.authrealm.api.tenant;

import java.util.concurrent.ExecutorService;
import org.keycloak.executors.ExecutorsProvider;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderEvent;

/** Settings of a realm were written, and are committed. Who listens is not in the request. */
public record SettingsWritten(KeycloakSessionFactory factory, String realmId)
        implements ProviderEvent {

    static void afterCommit(KeycloakSession session, String realmId) {
        SettingsWritten written = new SettingsWritten(session.getKeycloakSessionFactory(), realmId);
        ExecutorService executor =
                session.getProvider(ExecutorsProvider.class).getExecutor("authrealm-settings");
        session.getTransactionManager()
                .enlistAfterCompletion(
                        new AbstractKeycloakTransaction() {
                            @Override
                            protected void commitImpl() {
                                executor.execute(() -> written.factory().publish(written));
                            }

                            @Override
                            protected void rollbackImpl() {
                                // Nothing was written.
                            }
                        });
    }
}
