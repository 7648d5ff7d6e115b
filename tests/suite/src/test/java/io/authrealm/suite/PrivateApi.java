package io.authrealm.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks tests of uses of Keycloak's private API, which differs between versions. {@code ./mvnw
 * -Pversions verify} runs these tests on every supported version, so there are few of them: one for
 * each use.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Tag("private-api")
@interface PrivateApi {}
