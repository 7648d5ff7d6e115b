package io.authrealm.core.imports;

import io.authrealm.core.imports.RowContent.Unusable;
import io.authrealm.core.text.WrittenNumber;
import org.jspecify.annotations.Nullable;

/**
 * A phone number of another system's row.
 *
 * @param number in E.164; null if there is none
 * @param asWritten whether its digits are those of the file
 */
record VendorPhone(@Nullable Object number, boolean asWritten) {

    static VendorPhone of(@Nullable Object value) {
        if (!(value instanceof String text)) {
            return new VendorPhone(value, true);
        }
        return WrittenNumber.read(text)
                .map(read -> new VendorPhone(read.e164(), read.asWritten()))
                .orElseGet(() -> new VendorPhone(new Unusable("invalid_phone"), false));
    }

    /**
     * The time of the verification, if the file says that the number is verified. A number that was
     * corrected is not the one that was verified.
     */
    @Nullable Object verifiedAt(@Nullable Object time) {
        return number instanceof String && asWritten ? time : null;
    }
}
