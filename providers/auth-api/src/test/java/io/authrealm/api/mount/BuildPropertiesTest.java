package io.authrealm.api.mount;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

final class BuildPropertiesTest {

    /** Sources that were downloaded as an archive have no commit. */
    @Test
    void commitIsThatOfTheRepository() throws IOException {
        Properties build = new Properties();
        try (InputStream in = getClass().getResourceAsStream("/authrealm-build.properties")) {
            build.load(in);
        }
        assertThat(build.getProperty("commit"))
                .matches(Files.exists(Path.of("../../.git")) ? "[0-9a-f]{40}" : "unknown");
    }
}
