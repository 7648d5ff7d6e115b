package io.authrealm.core.breach;

import io.authrealm.core.breach.CorpusBuilder.Built;
import io.authrealm.core.breach.CorpusBuilder.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** Builds with the settings that a test needs. */
final class TestBuilds {

    static final Instant BEGAN = Instant.parse("2026-03-01T10:00:00Z");

    static final BuildListener SILENT =
            new BuildListener() {
                @Override
                public void started(long totalBytes, long consumedBytes) {}

                @Override
                public void advanced(long consumedBytes, long entries) {}

                @Override
                public void checking() {}
            };

    private TestBuilds() {}

    static Built build(Path input, Path output) throws IOException, CorpusException {
        return build(input, output, settings(CorpusLayout.DEFAULT_REMAINDER_BITS));
    }

    static Built build(Path input, Path output, Settings settings)
            throws IOException, CorpusException {
        return new CorpusBuilder(input, output, settings, SILENT).build();
    }

    /** Ranges of two digits, because all 256 files are quickly written. */
    static Settings settings(int remainderBits) {
        return new Settings(remainderBits, 2, false, Duration.ofHours(1), clock(BEGAN));
    }

    /** With a checkpoint before each group of blocks. */
    static Settings withCheckpoints(Instant now) {
        return new Settings(
                CorpusLayout.DEFAULT_REMAINDER_BITS, 2, false, Duration.ZERO, clock(now));
    }

    private static Clock clock(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
