package io.authrealm.core.hash;

import java.util.List;

/** Several formats as one: the first that claims a string parses it. */
record FirstFormat(List<HashFormat> formats) implements HashFormat {

    @Override
    public boolean claims(String encoded) {
        return formats.stream().anyMatch(format -> format.claims(encoded));
    }

    @Override
    public EncodedHash parse(String encoded) throws MalformedHashException {
        for (HashFormat format : formats) {
            if (format.claims(encoded)) {
                return format.parse(encoded);
            }
        }
        throw new MalformedHashException("unknown format");
    }
}
