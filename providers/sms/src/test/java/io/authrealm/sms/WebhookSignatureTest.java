package io.authrealm.sms;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The signature, and the example of it in {@code docs/sms.md}. */
final class WebhookSignatureTest {

    private static final Path DOCUMENT = Path.of("../../docs/sms.md");

    /**
     * The first test case of RFC 4231 does not have this form, so the key and the text are our own.
     */
    @Test
    void isTheHmacThatOpensslComputes() {
        // printf '%s' '1767225600.{"to":"x"}' | openssl dgst -sha256 -hmac 'k'
        assertThat(
                        new WebhookSignature("k")
                                .of(
                                        1_767_225_600,
                                        "{\"to\":\"x\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(
                        "t=1767225600,v1=9965a1d474c4605e13ce260b06b66f7c26969d23df38e6c778646d4bfc57392b");
    }

    @Test
    void documentedExampleIsRight() throws IOException {
        String document = Files.readString(DOCUMENT);
        String secret = find(document, "secret `([^`]+)`");
        String body = find(document, "\n(\\{\"to\":[^\n]+})\n");
        String header = find(document, "\nX-AuthRealm-Signature: (t=[0-9]+,v1=[0-9a-f]{64})\n");
        long time = Long.parseLong(find(header, "t=([0-9]+),"));

        assertThat(new WebhookSignature(secret).of(time, body.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(header);
        assertThat(document).contains("X-AuthRealm-Delivery: " + find(body, "\"id\":\"([^\"]+)\""));
    }

    private static String find(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s is there", pattern).isTrue();
        return matcher.group(1);
    }
}
