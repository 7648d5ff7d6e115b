package io.authrealm.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/** A process must use only one width of vectors. */
final class LoadedClassesTest {

    @Test
    void theOtherWidthIsNeverLoaded() throws Exception {
        EngineCheck.run(
                EngineCheck.AUTO,
                new Argon2Parameters(Argon2Type.ID, Argon2Parameters.VERSION_13, 256, 1, 1, 32));

        String other = VectorKernels.preferredBits() == 512 ? "256" : "512";
        assertThat(loadedClasses().contains("io.authrealm.argon2.ScalarKernel")).isTrue();
        assertThat(loadedClasses().contains("io.authrealm.argon2.Vector" + other)).isFalse();
    }

    private static String loadedClasses() throws Exception {
        return (String)
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "vmClassHierarchy",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()});
    }
}
