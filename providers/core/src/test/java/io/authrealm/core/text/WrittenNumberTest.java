package io.authrealm.core.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class WrittenNumberTest {

    @ParameterizedTest
    @CsvSource({
        "+1 (201) 555-0123, +12015550123, true",
        "' +1.201.555.0123 ', +12015550123, true",
        "+1 201 555 0123 EXT 7, +12015550123, false",
        "+1 201 555 0123 extension: 7, +12015550123, false",
        "+1 201 555 0123;ext=7, +12015550123, false",
        "+1 201 555 0123 #7, +12015550123, false",
        "+44 (0)20 7946 0000, +442079460000, false",
        "+49 (0)151 12345678, +4915112345678, false",
        "+39 06 1234 5678, +390612345678, true",
        "+٤٩ ١٥١ ١٢٣٤٥٦٧٨, +4915112345678, true",
        "＋4915112345678, +4915112345678, true"
    })
    void numberIsRead(String text, String e164, boolean asWritten) {
        assertThat(WrittenNumber.read(text)).contains(new WrittenNumber(e164, asWritten));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "201 555 0123",
                "001 201 555 0123",
                "+1 201 555",
                "+999 201 555 0123",
                "+1 (0)201 555 0123 45",
                "+1 800 FLOWERS",
                "+1 201 555 0123 Ada",
                "+1 201 555 0123, +1 201 555 0124",
                "+1 201 555 0123 ext.",
                "+1 201 555 0123 ext. 12345678901",
                "++1 201 555 0123"
            })
    void otherTextIsNoNumber(String text) {
        assertThat(WrittenNumber.read(text)).isEmpty();
    }

    @Test
    void longTextIsNotParsed() {
        assertThat(WrittenNumber.read("+1".repeat(40))).isEmpty();
        assertThat(WrittenNumber.read("+" + "1".repeat(1 << 20))).isEmpty();
    }
}
