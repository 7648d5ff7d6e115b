package io.authrealm.breach;

import io.authrealm.core.breach.CorpusException;
import io.authrealm.core.breach.CorpusVanishedException;
import io.authrealm.core.breach.PasswordSha1;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * The file that the option {@code corpus} names. It is checked and opened in the background, and
 * again when the file is replaced. Until the new file is checked, the old one answers.
 */
final class OfflineFile {

    private static final Logger LOG = Logger.getLogger(OfflineFile.class);

    static final int LOOK_SECONDS = 10;

    private final Path file;

    private volatile OfflineList list;
    private Object seen = "nothing yet";

    OfflineFile(Path file) {
        this.file = file;
    }

    void watch(ScheduledExecutorService background) {
        var unused =
                background.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    /** Opens the file if it has changed since the last look. */
    void look() {
        Object present = identity();
        if (Objects.equals(present, seen)) {
            return;
        }
        seen = present;
        if (present == null) {
            LOG.warnf("Breached passwords: there is no file %s", file);
            return;
        }
        try {
            OfflineList opened = open();
            LOG.infof("Breached passwords: %s is in use, %s", file, opened.describe());
            list = opened;
        } catch (CorpusException e) {
            LOG.warnf("Breached passwords: %s%s", e.getMessage(), formerOne());
        } catch (Throwable e) {
            // No exception may end the checks.
            LOG.warnf("Breached passwords: %s cannot be read, %s%s", file, e, formerOne());
        }
    }

    private String formerOne() {
        return list == null ? "" : "; the former one stays in use";
    }

    private OfflineList open() throws IOException, CorpusException {
        return file.toString().endsWith(BloomList.SUFFIX)
                ? BloomList.open(file)
                : CorpusList.open(file);
    }

    private Object identity() {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return Arrays.asList(is.fileKey(), is.lastModifiedTime(), is.size());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** How often the password was seen; nothing if no file is open. */
    OptionalInt count(String password, PasswordSha1 sha1) {
        OfflineList present = list;
        if (present == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(present.count(password, sha1));
        } catch (CorpusVanishedException e) {
            list = null;
            LOG.warnf("Breached passwords: %s", e.getMessage());
            return OptionalInt.empty();
        }
    }

    String describe() {
        OfflineList present = list;
        return present == null ? "not in use: " + file : file + ": " + present.describe();
    }
}
