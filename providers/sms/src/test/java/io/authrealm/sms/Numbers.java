package io.authrealm.sms;

import io.authrealm.sms.PhoneNumber.Reading;

/** Numbers that are reserved for examples, as values. */
final class Numbers {

    /** In the block 555-01xx, which is not assigned. */
    static final PhoneNumber AMERICAN = of("+12015550123");

    /** In the block that Australia's regulator reserves for fiction. */
    static final PhoneNumber AUSTRALIAN = of("+61491570156");

    private Numbers() {}

    static PhoneNumber of(String e164) {
        return ((Reading.Valid) PhoneNumber.parse(e164, null)).number();
    }
}
