package io.authrealm.api.keycloak;

import java.lang.module.ModuleDescriptor.Version;
import java.util.List;
import java.util.Optional;

/** The versions of Keycloak that the pack was tested on, which the README lists too. */
public final class TestedVersions {

    /** The newest first. */
    static final List<String> ALL =
            List.of("26.7.5", "26.7.3", "26.7.0", "26.6.4", "26.5.7", "26.4.7");

    private TestedVersions() {}

    /** A warning for the operator of a server that is newer, older or of an unknown form. */
    public static Optional<String> warning(String server) {
        String newest = ALL.get(0);
        String oldest = ALL.get(ALL.size() - 1);
        try {
            Version version = Version.parse(server);
            if (version.compareTo(Version.parse(newest)) > 0) {
                return warning(server, "the newest that it was tested on is " + newest);
            }
            return version.compareTo(Version.parse(oldest)) < 0
                    ? warning(server, "the oldest that it was tested on is " + oldest)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // A custom or nightly build has no plain version number.
            return warning(server, "it was tested on " + oldest + " to " + newest);
        }
    }

    private static Optional<String> warning(String server, String tested) {
        return Optional.of(
                "AuthRealm was not tested on Keycloak %s: %s. It uses Keycloak's private API, which may have changed."
                        .formatted(server, tested));
    }
}
