package io.authrealm.core.text;

import java.util.Set;

/** The bounds of a profile, wherever it comes from. */
public final class ProfileBounds {

    /** In Unicode code points. */
    public static final int MAX_DISPLAY_NAME = 200;

    /** The length of the metadata as JSON: in characters for the API, in bytes for imports. */
    public static final int MAX_METADATA = 16 * 1024;

    /** The languages that users can choose. */
    public static final Set<String> LOCALES =
            Set.of("en", "de", "es", "fr", "hi", "ja", "pt", "zh");

    private ProfileBounds() {}
}
