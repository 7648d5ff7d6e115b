package io.authrealm.core.breach;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Sorted hashes with counts, and the files that the official downloader would make of them. */
final class HashList {

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final TreeMap<byte[], Integer> counts = new TreeMap<>(Arrays::compareUnsigned);

    /** This many random hashes; half of the counts are 1, and some are very large. */
    static HashList random(int entries, long seed) {
        HashList list = new HashList();
        Random random = new Random(seed);
        while (list.counts.size() < entries) {
            list.add(randomHash(random), skewedCount(random));
        }
        return list;
    }

    static byte[] randomHash(Random random) {
        byte[] hash = new byte[20];
        random.nextBytes(hash);
        return hash;
    }

    static int skewedCount(Random random) {
        return (int) Math.min(Integer.MAX_VALUE, 1 / (1 - random.nextDouble()));
    }

    /** A hash that begins with these bits and ends in zeros. */
    static byte[] hash(long high) {
        return ByteBuffer.allocate(20).putLong(high).array();
    }

    HashList add(byte[] hash, int count) {
        counts.put(hash, count);
        return this;
    }

    Map<byte[], Integer> counts() {
        return counts;
    }

    boolean contains(byte[] hash) {
        return counts.containsKey(hash);
    }

    Path writeFile(Path file) throws IOException {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
            for (Map.Entry<byte[], Integer> entry : counts.entrySet()) {
                writer.write(HEX.formatHex(entry.getKey()) + ":" + entry.getValue() + "\n");
            }
        }
        return file;
    }

    /** Range files with CRLF and without an end of the last line, as the service sends them. */
    Path writeFolder(Path folder, int digits) throws IOException {
        Files.createDirectories(folder);
        TreeMap<String, StringBuilder> ranges = new TreeMap<>();
        for (Map.Entry<byte[], Integer> entry : counts.entrySet()) {
            String hex = HEX.formatHex(entry.getKey());
            StringBuilder range =
                    ranges.computeIfAbsent(hex.substring(0, digits), r -> new StringBuilder());
            range.append(range.length() == 0 ? "" : "\r\n")
                    .append(hex.substring(digits))
                    .append(':')
                    .append(entry.getValue());
        }
        for (Map.Entry<String, StringBuilder> range : ranges.entrySet()) {
            Files.writeString(folder.resolve(range.getKey() + ".txt"), range.getValue());
        }
        return folder;
    }
}
