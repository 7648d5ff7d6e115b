package io.authrealm.api.mount;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** What the jar was built of. */
public final class Build {

    private static final String FILE = "/authrealm-build.properties";

    private Build() {}

    /** Its version, commit and date. */
    public static Map<String, String> describe() {
        Properties properties = new Properties();
        try (InputStream in = Build.class.getResourceAsStream(FILE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> description = new TreeMap<>();
        properties
                .stringPropertyNames()
                .forEach(n -> description.put(n, properties.getProperty(n)));
        return description;
    }
}
