package io.authrealm.breach;

import com.google.common.hash.BloomFilter;
import com.google.common.hash.Funnels;
import io.authrealm.core.breach.PasswordSha1;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * A deny-list of Keycloak's own, made by {@code kc.sh tools build-password-denylist}. It holds
 * passwords in lower case, so it finds every spelling of them. It does not count.
 */
final class BloomList implements OfflineList {

    static final String SUFFIX = ".bloom";

    /** The strategy and the number of hash functions, a byte each, and the number of longs. */
    private static final int HEADER_BYTES = 6;

    private final BloomFilter<CharSequence> filter;

    private BloomList(BloomFilter<CharSequence> filter) {
        this.filter = filter;
    }

    static BloomList open(Path file) throws IOException {
        requireLength(file);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            return new BloomList(
                    BloomFilter.readFrom(in, Funnels.stringFunnel(StandardCharsets.UTF_8)));
        }
    }

    /** Checked before the memory that the file claims to need is allocated. */
    private static void requireLength(Path file) throws IOException {
        long size = Files.size(file);
        if (size < HEADER_BYTES) {
            throw new IOException("it is shorter than any deny-list");
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            in.readShort();
            if (size != HEADER_BYTES + 8L * in.readInt()) {
                throw new IOException("its length is not that of the deny-list it says it is");
            }
        }
    }

    @Override
    public int count(String password, PasswordSha1 sha1) {
        return filter.mightContain(password.toLowerCase(Locale.ROOT)) ? Integer.MAX_VALUE : 0;
    }

    @Override
    public String describe() {
        return "Keycloak deny-list, about %,d entries".formatted(filter.approximateElementCount());
    }
}
