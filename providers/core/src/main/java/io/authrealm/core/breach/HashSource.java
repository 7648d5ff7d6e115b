package io.authrealm.core.breach;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.BitSet;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The list of hashes: one file, or a folder of range files. Each range file has the hashes that
 * begin with its name, without that beginning.
 *
 * @param prefixDigits how many hex digits of a hash are in the name; 0 for one file
 * @param ranges the numbers of the existing range files; only 0 for one file
 * @param bytes of all files together
 * @param version changes if a file is replaced or written to
 */
record HashSource(Path path, int prefixDigits, BitSet ranges, long bytes, long version) {

    /** As the official downloader names the files. */
    static final int RANGE_DIGITS = 5;

    private static final int BITS_PER_DIGIT = 4;
    private static final String SUFFIX = ".txt";

    /**
     * @param rangeDigits of the names in a folder
     * @param allowMissing whether a folder may lack range files
     */
    static HashSource of(Path path, int rangeDigits, boolean allowMissing)
            throws IOException, CorpusException {
        try {
            return Files.isDirectory(path) ? folder(path, rangeDigits, allowMissing) : file(path);
        } catch (DirectoryIteratorException e) {
            throw new FileFailure(path, "cannot be read", Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw new FileFailure(path, "cannot be read", e);
        }
    }

    private static HashSource file(Path path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
        BitSet ranges = new BitSet();
        ranges.set(0);
        return new HashSource(path, 0, ranges, attributes.size(), modified(attributes));
    }

    private static HashSource folder(Path path, int digits, boolean allowMissing)
            throws IOException, CorpusException {
        BitSet ranges = new BitSet();
        long bytes = 0;
        long version = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
            for (Path file : files) {
                int range = range(file.getFileName().toString(), digits);
                if (range < 0) {
                    continue;
                }
                BasicFileAttributes attributes =
                        Files.readAttributes(file, BasicFileAttributes.class);
                // No range is empty; an empty file comes from an interrupted download.
                if (attributes.isRegularFile() && attributes.size() > 0) {
                    ranges.set(range);
                    bytes += attributes.size();
                    // A sum, because a folder lists its files in any order.
                    version += mixed(mixed(range + attributes.size()) + modified(attributes));
                }
            }
        }
        HashSource source = new HashSource(path, digits, ranges, bytes, version);
        source.checkComplete(allowMissing);
        return source;
    }

    private void checkComplete(boolean allowMissing) throws CorpusException {
        if (ranges.isEmpty()) {
            throw new CorpusException(
                    path + ": the folder has no range files such as " + file(0).getFileName());
        }
        int missing = (1 << (BITS_PER_DIGIT * prefixDigits)) - ranges.cardinality();
        if (missing > 0 && !allowMissing) {
            throw new CorpusException(
                    path
                            + ": the folder lacks "
                            + missing
                            + " of "
                            + (1 << (BITS_PER_DIGIT * prefixDigits))
                            + " range files or they are empty, the first is "
                            + file(ranges.nextClearBit(0)).getFileName()
                            + "; with --allow-missing it is taken as it is");
        }
    }

    /** The number in a name such as 00A4F.txt, or -1. */
    private static int range(String name, int digits) {
        if (name.length() != digits + SUFFIX.length() || !name.endsWith(SUFFIX)) {
            return -1;
        }
        int range = 0;
        for (int i = 0; i < digits; i++) {
            char c = name.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'A' && c <= 'F'))) {
                return -1;
            }
            range = range << BITS_PER_DIGIT | Character.digit(c, 16);
        }
        return range;
    }

    private static long modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** The finalizer of SplitMix64, so that the changes of several files do not cancel out. */
    private static long mixed(long value) {
        long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
        return mixed ^ mixed >>> 31;
    }

    Path file(int range) {
        return prefixDigits == 0
                ? path
                : path.resolve(String.format("%0" + prefixDigits + "X", range) + SUFFIX);
    }
}
