package io.authrealm.core.breach;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * A failed access to a file, with a one-line message that names the file; channels omit the name.
 */
final class FileFailure extends IOException {

    private static final long serialVersionUID = 1L;

    /**
     * @param what the failed operation, as in "cannot be read"
     */
    FileFailure(Path file, String what, IOException cause) {
        super(file + ": " + what + ": " + reason(cause), cause);
    }

    /** The system's reason, without the name of the file, with which most messages begin. */
    private static String reason(IOException cause) {
        if (cause instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "access denied";
        }
        String reason =
                cause instanceof FileSystemException failure
                        ? failure.getReason()
                        : cause.getMessage();
        // Its message is "name (reason)".
        if (cause instanceof FileNotFoundException && reason != null && reason.endsWith(")")) {
            return reason.substring(reason.lastIndexOf('(') + 1, reason.length() - 1);
        }
        return reason == null ? cause.getClass().getSimpleName() : reason;
    }
}
