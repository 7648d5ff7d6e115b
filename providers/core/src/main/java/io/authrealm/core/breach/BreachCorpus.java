package io.authrealm.core.breach;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How often passwords were seen in breaches, from one local file. The SHA-1 hashes and counts are
 * those of Have I Been Pwned's Pwned Passwords.
 *
 * <p>The file holds the first bits of each hash, in sorted blocks of about 100 with Golomb-Rice
 * coded gaps, with the exact count, and a directory of the blocks (docs/breach-corpus-format.md). A
 * password of the list is always found. A password that is not in it is found by chance in {@link
 * #falsePositiveRate()} of all cases, which is at most 2^-30 if the builder estimated the number of
 * entries well.
 *
 * <p>The file is mapped into memory outside the heap; the system keeps the pages that are used. A
 * lookup reads one line of the directory and one block. The mapping lasts until this object is
 * garbage. To replace a corpus, rename the new file onto the old one: readers that have the old one
 * open keep reading it. If a file is written to in place, a lookup ends in {@link
 * CorpusVanishedException} as soon as that is noticed: its length has changed, or a page of it is
 * gone.
 */
public final class BreachCorpus {

    private static final int HASH_BYTES = 20;

    /** A mapping ends at 2 GiB; this leaves room for the overlap. */
    private static final int WINDOW_BITS = 30;

    /**
     * A block that starts in a window has to end in it, including what is fetched beyond its end.
     */
    private static final int OVERLAP = CorpusLayout.MAX_BLOCK_BYTES + CorpusLayout.PADDING_BYTES;

    /** After fetching 8 bytes from any bit offset, at least this many bits are available. */
    private static final int FETCHED_BITS = Long.SIZE - (Byte.SIZE - 1);

    private static final int READ_BYTES = 1 << 20;

    private final Path file;
    private final RandomAccessFile opened;
    private final CorpusHeader header;
    private final long bytes;
    private final MappedByteBuffer[] windows;
    private final int windowBits;
    private final int windowMask;

    private final int fingerprintShift;
    private final int spanBits;
    private final long spanMask;
    private final long blocksStart;
    private final int remainderBits;
    private final int countOrder;

    private BreachCorpus(
            Path file,
            RandomAccessFile opened,
            CorpusHeader header,
            MappedByteBuffer[] windows,
            int windowBits) {
        CorpusLayout layout = header.layout();
        this.file = file;
        this.opened = opened;
        this.header = header;
        this.bytes = layout.fileBytes(header.blockBytes());
        this.windows = windows;
        this.windowBits = windowBits;
        this.windowMask = (1 << windowBits) - 1;
        this.fingerprintShift = Long.SIZE - layout.fingerprintBits();
        this.spanBits = layout.spanBits();
        this.spanMask = (1L << spanBits) - 1;
        this.blocksStart = layout.blocksStart();
        this.remainderBits = layout.remainderBits();
        this.countOrder = layout.countOrder();
    }

    /**
     * Maps the file and reads it once to check all of it: the header, the lengths, the directory
     * and the checksums. For ten gigabytes that takes some seconds to a minute.
     *
     * @throws CorpusException if the file is foreign, cut off, too long, of another version or
     *     damaged
     * @throws IOException if it cannot be read
     */
    public static BreachCorpus open(Path file) throws IOException, CorpusException {
        return open(file, WINDOW_BITS);
    }

    /**
     * @param windowBits the logarithm of the length of one mapping, at most 30
     */
    static BreachCorpus open(Path file, int windowBits) throws IOException, CorpusException {
        if (Files.isDirectory(file)) {
            throw new CorpusException(file + ": this is a folder, not a breach corpus");
        }
        RandomAccessFile opened = null;
        BreachCorpus corpus = null;
        try {
            opened = new RandomAccessFile(file.toFile(), "r");
            corpus = open(file, opened, windowBits);
            return corpus;
        } catch (CorpusException e) {
            throw e;
        } catch (IOException e) {
            throw new FileFailure(file, "cannot be read", e);
        } finally {
            if (corpus == null && opened != null) {
                opened.close();
            }
        }
    }

    private static BreachCorpus open(Path file, RandomAccessFile opened, int windowBits)
            throws IOException, CorpusException {
        FileChannel channel = opened.getChannel();
        long size = channel.size();
        byte[] first = new byte[(int) Math.min(size, CorpusLayout.HEADER_BYTES)];
        opened.readFully(first);
        CorpusHeader header = CorpusHeader.decode(first, size, file);
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(READ_BYTES, size));
        checkDirectory(channel, header, buffer, file);
        checkBlocks(channel, header, buffer, file);

        long windowBytes = 1L << windowBits;
        MappedByteBuffer[] windows =
                new MappedByteBuffer[(int) ((size + windowBytes - 1) >>> windowBits)];
        for (int i = 0; i < windows.length; i++) {
            long start = i * windowBytes;
            long length = Math.min(size - start, windowBytes + OVERLAP);
            windows[i] = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        }
        return new BreachCorpus(file, opened, header, windows, windowBits);
    }

    /**
     * Checks that each block begins where the previous one ends, so that no lookup leaves the file.
     */
    private static void checkDirectory(
            FileChannel channel, CorpusHeader header, ByteBuffer buffer, Path file)
            throws IOException, CorpusException {
        CorpusLayout layout = header.layout();
        CRC32C crc = new CRC32C();
        long offset = 0;
        boolean consistent = true;
        long groupsPerRead = READ_BYTES / CorpusLayout.GROUP_BYTES;
        for (long group = 0; group < layout.groups(); group += groupsPerRead) {
            int groups = (int) Math.min(groupsPerRead, layout.groups() - group);
            long at = CorpusLayout.HEADER_BYTES + group * CorpusLayout.GROUP_BYTES;
            read(channel, at, groups * CorpusLayout.GROUP_BYTES, buffer, file);
            crc.update(buffer.duplicate());
            while (buffer.hasRemaining()) {
                consistent &= buffer.getLong() == offset;
                for (int i = 0; i < CorpusLayout.BLOCKS_PER_GROUP; i++) {
                    offset += Short.toUnsignedInt(buffer.getShort());
                }
            }
        }
        if ((int) crc.getValue() != header.directoryChecksum()) {
            throw new CorpusException(file + ": the directory is damaged (its checksum is wrong)");
        }
        if (!consistent || offset != header.blockBytes()) {
            throw new CorpusException(file + ": the directory contradicts itself");
        }
    }

    private static void checkBlocks(
            FileChannel channel, CorpusHeader header, ByteBuffer buffer, Path file)
            throws IOException, CorpusException {
        CRC32C crc = new CRC32C();
        long end = header.layout().fileBytes(header.blockBytes());
        for (long at = header.layout().blocksStart(); at < end; at += buffer.limit()) {
            read(channel, at, (int) Math.min(READ_BYTES, end - at), buffer, file);
            crc.update(buffer.duplicate());
        }
        if ((int) crc.getValue() != header.blockChecksum()) {
            throw new CorpusException(file + ": the blocks are damaged (their checksum is wrong)");
        }
    }

    private static void read(FileChannel channel, long at, int length, ByteBuffer buffer, Path file)
            throws IOException, CorpusException {
        buffer.clear().limit(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                throw new CorpusException(file + ": the file was cut off while it was read");
            }
        }
        buffer.flip();
    }

    /**
     * How often the password was seen; 0 if it is not in the corpus. Thread-safe, without
     * allocation and without a lock.
     *
     * @param sha1 of 20 bytes
     * @throws IllegalArgumentException if it has another length
     * @throws CorpusVanishedException if the file was changed in place
     */
    public int count(byte[] sha1) {
        if (sha1.length != HASH_BYTES) {
            throw new IllegalArgumentException("A SHA-1 hash has 20 bytes, not " + sha1.length);
        }
        long high = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            high = (high << Byte.SIZE) | (sha1[i] & 0xff);
        }
        try {
            int count = find(high >>> fingerprintShift);
            // The JVM reports the fault of a mapped page late, at a call such as this. The length
            // reveals a file that was copied over.
            if (opened.length() != bytes) {
                throw vanished(null);
            }
            return count;
        } catch (InternalError | IOException e) {
            throw vanished(e);
        }
    }

    private CorpusVanishedException vanished(@Nullable Throwable cause) {
        return new CorpusVanishedException(
                file + ": the file was changed in place since it was opened", cause);
    }

    private int find(long fingerprint) {
        long block = fingerprint >>> spanBits;
        int member = (int) block & CorpusLayout.BLOCKS_PER_GROUP - 1;
        long at =
                CorpusLayout.HEADER_BYTES
                        + block / CorpusLayout.BLOCKS_PER_GROUP * CorpusLayout.GROUP_BYTES;
        MappedByteBuffer window = windows[(int) (at >>> windowBits)];
        int position = (int) at & windowMask;
        long start = blocksStart + window.getLong(position);
        position += Long.BYTES;
        for (int i = 0; i < member; i++, position += Short.BYTES) {
            start += Short.toUnsignedInt(window.getShort(position));
        }
        int length = Short.toUnsignedInt(window.getShort(position));
        return find(
                fingerprint & spanMask,
                windows[(int) (start >>> windowBits)],
                (int) start & windowMask,
                length * Byte.SIZE);
    }

    /**
     * Scans a block up to the fingerprint. Each step moves forward, and none reads further beyond
     * the end than the length of the padding, whatever the block holds.
     */
    private int find(long wanted, MappedByteBuffer window, int start, int bits) {
        int bit = 0;
        long value = -1;
        while (bits - bit >= Byte.SIZE) {
            long fetched = fetch(window, start, bit);
            int zeros = Long.numberOfLeadingZeros(fetched);
            long quotient = zeros;
            while (zeros >= FETCHED_BITS) {
                quotient -= zeros - FETCHED_BITS;
                bit += FETCHED_BITS;
                if (bit >= bits) {
                    return 0;
                }
                fetched = fetch(window, start, bit);
                zeros = Long.numberOfLeadingZeros(fetched);
                quotient += zeros;
            }
            bit += zeros + 1;
            int used = zeros + 1 + remainderBits;
            if (used <= FETCHED_BITS) {
                fetched <<= zeros + 1;
            } else {
                fetched = fetch(window, start, bit);
                used = remainderBits;
            }
            bit += remainderBits;
            value += (quotient << remainderBits) + (fetched >>> (Long.SIZE - remainderBits)) + 1;
            if (value >= wanted) {
                return value == wanted ? count(window, start, bit) : 0;
            }
            // Usually one fetch contains a whole entry.
            int countZeros = Long.numberOfLeadingZeros(fetched << remainderBits);
            if (countZeros >= FETCHED_BITS - used) {
                countZeros = Long.numberOfLeadingZeros(fetch(window, start, bit));
            }
            bit += 2 * countZeros + 1 + countOrder;
        }
        return 0;
    }

    private int count(MappedByteBuffer window, int start, int bit) {
        int zeros =
                Math.min(CountCode.MAX_ZEROS, Long.numberOfLeadingZeros(fetch(window, start, bit)));
        long value = fetch(window, start, bit + zeros) >>> (Long.SIZE - 1 - zeros - countOrder);
        return (int) Math.max(1, Math.min(Integer.MAX_VALUE, value - (1L << countOrder) + 1));
    }

    private static long fetch(MappedByteBuffer window, int start, int bit) {
        return window.getLong(start + (bit >>> 3)) << (bit & 7);
    }

    public long entries() {
        return header.entries();
    }

    /** The size of the file. */
    public long bytes() {
        return bytes;
    }

    /** When the build of the file began. */
    public Instant built() {
        return header.built();
    }

    /** The chance that a password that is not in the corpus is found. */
    public double falsePositiveRate() {
        return header.layout().falsePositiveRate(header.entries());
    }
}
