package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SmsMessageTest {

    private static SmsMessage message(String text) {
        return new SmsMessage(UUID.randomUUID(), Numbers.AUSTRALIAN, text);
    }

    @Test
    void showsNeitherItsTextNorItsNumber() {
        SmsMessage message = message("123456 is your code");
        assertThat(message).hasToString("SmsMessage[" + message.id() + " to +61…56]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n"})
    void refusesAnEmptyText(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> message(text));
    }

    @Test
    void refusesATextOfMoreThanTenSegments() {
        assertThat(message("a".repeat(1600)).text()).hasSize(1600);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> message("7".repeat(1601)))
                .withMessageNotContaining("777");
    }
}
