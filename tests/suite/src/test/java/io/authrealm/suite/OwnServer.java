package io.authrealm.suite;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;

/**
 * Marks a class that starts servers of its own. One start takes as much processor time as several
 * classes on the shared server, so {@code ./mvnw verify} leaves these classes out and {@code ./mvnw
 * -Pwhole verify} runs them too.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("own-server")
@interface OwnServer {}
