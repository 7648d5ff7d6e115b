package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LogSenderTest {

    private final List<String> log = new ArrayList<>();
    private final LogSender sender = new LogSender(log::add);

    @Test
    void writesNumberAndText() {
        UUID id = UUID.randomUUID();
        assertThat(sender.send(new SmsMessage(id, Numbers.AMERICAN, "123456 ist Ihr Code")))
                .isEqualTo(new SmsResult.Sent(id.toString()));
        assertThat(log).containsExactly("SMS to +12015550123: 123456 ist Ihr Code");
    }

    @Test
    void writesOneLineForEveryText() {
        String forged = "a\r\nERROR all is lost\u2028b\u0085c\u001b[31md\u0000";
        sender.send(new SmsMessage(UUID.randomUUID(), Numbers.AMERICAN, forged));
        assertThat(log).containsExactly("SMS to +12015550123: a  ERROR all is lost b c [31md ");
    }
}
