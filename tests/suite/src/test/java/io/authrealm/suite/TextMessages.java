package io.authrealm.suite;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.authrealm.fakes.FakeSmsGateway;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The text messages that have reached the gateway, and numbers that are unique in the run. */
final class TextMessages {

    /** A message as its receiver sees it, and the request that delivered it. */
    record Text(String to, String text, String id, FakeSmsGateway.Received request) {

        private static final Pattern CODE =
                Pattern.compile("(?<![0-9A-Za-z])[0-9]{6}(?![0-9A-Za-z])");

        private static Text of(FakeSmsGateway.Received request) {
            try {
                JsonNode body = Answer.JSON.readTree(request.text());
                return new Text(
                        body.path("to").asText(),
                        body.path("text").asText(),
                        body.path("id").asText(),
                        request);
            } catch (JsonProcessingException e) {
                throw new AssertionError("no JSON from the webhook", e);
            }
        }

        /** The six separate digits in it. */
        String code() {
            Matcher code = CODE.matcher(text);
            if (!code.find()) {
                throw new AssertionError("no code in " + this);
            }
            return code.group();
        }
    }

    private static final Duration ARRIVES_WITHIN = Duration.ofSeconds(20);

    /** Each has a hundred numbers for films and tests: 555-0100 to 555-0199. */
    private static final List<String> AREAS =
            List.of("201", "202", "203", "205", "206", "207", "208", "209");

    private static final int NUMBERS_OF_AN_AREA = 100;

    private static final AtomicInteger used = new AtomicInteger();

    private TextMessages() {}

    /** A number of the United States, in E.164. */
    static String newNumber() {
        int index = used.getAndIncrement();
        return "+1%s55501%02d"
                .formatted(AREAS.get(index / NUMBERS_OF_AN_AREA), index % NUMBERS_OF_AN_AREA);
    }

    /** The messages to a number so far, oldest first. */
    static List<Text> to(String number) {
        return TestServer.sms().received().stream()
                .map(Text::of)
                .filter(text -> text.to().equals(number))
                .toList();
    }

    /** The message with this position, from 1, once it has arrived. */
    static Text await(String number, int which) {
        Await.until(which + " text messages", ARRIVES_WITHIN, () -> to(number).size() >= which);
        return to(number).get(which - 1);
    }
}
