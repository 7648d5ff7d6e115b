package io.authrealm.breach;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.authrealm.breach.BreachRule.Sources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BreachRuleTest {

    private static final BreachRule OF_SERVER = new BreachRule(1, Sources.ONLINE, true);

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "1", "1,sources=online", " 1 , unknown = accept "})
    void valueThatSaysNothingElseLeavesTheServersRule(String value) {
        assertThat(OF_SERVER.with(value)).isEqualTo(OF_SERVER);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "3; 3; ONLINE; true",
                "2147483647; 2147483647; ONLINE; true",
                "sources=offline; 1; OFFLINE; true",
                "2,sources=offline-then-online; 2; OFFLINE_THEN_ONLINE; true",
                "1,unknown=refuse; 1; ONLINE; false",
                "unknown=refuse,sources=offline,5; 5; OFFLINE; false"
            })
    void valueSaysOtherwise(String value, int count, Sources sources, boolean acceptsUnknown) {
        assertThat(OF_SERVER.with(value)).isEqualTo(new BreachRule(count, sources, acceptsUnknown));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "2147483648",
                "one",
                "1.5",
                "1,",
                ",",
                "1,2",
                "1,sources=everywhere",
                "1,sources=ONLINE",
                "1,unknown=perhaps",
                "1,sources",
                "1,sources=online,sources=offline",
                "1;sources=online",
                "1,other=thing"
            })
    void anythingElseIsRefusedWithAReason(String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OF_SERVER.with(value))
                .withMessageMatching("[a-z].{10,}");
    }

    @Test
    void reasonSaysWhatIsWrong() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OF_SERVER.with("0"))
                .withMessage("the count is not 1 or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OF_SERVER.with("many"))
                .withMessage("the count is not a number, 1 or more");
    }
}
