package io.authrealm.api.service.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;

class StepUpTest {

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    /**
     * A user of a server that can check no factor.
     *
     * @param stored the type of the only credential; may be null
     */
    private static UserModel user(String stored) {
        SubjectCredentialManager credentials =
                proxy(
                        SubjectCredentialManager.class,
                        (self, method, arguments) ->
                                switch (method.getName()) {
                                    case "isConfiguredFor" -> false;
                                    case "getStoredCredentialsByTypeStream" ->
                                            arguments[0].equals(stored)
                                                    ? Stream.of(new CredentialModel())
                                                    : Stream.empty();
                                    default ->
                                            throw new UnsupportedOperationException(
                                                    method.getName());
                                });
        return proxy(UserModel.class, (self, method, arguments) -> credentials);
    }

    @ParameterizedTest
    @EnumSource
    void factorWhoseFeatureIsSwitchedOffIsOneAllTheSame(SecondFactor factor) {
        assertThat(StepUp.hasFactor(user(factor.type()))).isTrue();
        assertThat(factor.isHeldBy(user("password"))).isFalse();
        assertThat(SecondFactor.isHeldBesideThePassword(user(factor.type())))
                .isEqualTo(SecondFactor.TYPES_BESIDE_THE_PASSWORD.contains(factor.type()));
    }

    @Test
    void passwordIsNone() {
        assertThat(StepUp.hasFactor(user("password"))).isFalse();
        assertThat(StepUp.hasFactor(user(null))).isFalse();
    }
}
