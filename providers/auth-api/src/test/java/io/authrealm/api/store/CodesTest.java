package io.authrealm.api.store;

import static io.authrealm.api.store.FakeSingleUseObjects.clockIsAt;
import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.store.Codes.Purpose;
import io.authrealm.api.store.Codes.Redemption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

class CodesTest {

    private static final String TO = "anna@example.test";
    private static final String FACTOR = "factor-id";
    private static final int LIFETIME = 600;
    private static final int REMEMBERED = 600;
    private static final int ATTEMPTS = 3;

    private final FakeSingleUseObjects objects = new FakeSingleUseObjects();

    private final Codes codes = new Codes(objects.provider(), withId(RealmModel.class));

    private final UserModel user = withId(UserModel.class);

    private static <T> T withId(Class<T> type) {
        return FakeSingleUseObjects.proxy(type, (method, none) -> "an-id");
    }

    private String issue(Purpose purpose) {
        return codes.issue(user, purpose, FACTOR, TO, Duration.ofSeconds(LIFETIME), ATTEMPTS);
    }

    private Redemption redeem(Purpose purpose, String code) {
        return codes.redeem(user, purpose, FACTOR, code);
    }

    @AfterEach
    void clockIsRight() {
        clockIsAt(0);
    }

    @ParameterizedTest
    @EnumSource
    void isGoodOnceUntilItEnds(Purpose purpose) {
        String code = issue(purpose);
        clockIsAt(LIFETIME - 2);
        assertThat(redeem(purpose, code)).isEqualTo(new Redemption.Right(TO));
        assertThat(redeem(purpose, code)).isEqualTo(new Redemption.Used());
    }

    @ParameterizedTest
    @EnumSource
    void hasExpiredAfterItsTimeAndIsForgottenLater(Purpose purpose) {
        String code = issue(purpose);
        clockIsAt(LIFETIME + 1);
        assertThat(redeem(purpose, code)).isEqualTo(new Redemption.Expired());
        clockIsAt(LIFETIME + REMEMBERED + 1);
        assertThat(redeem(purpose, code)).isEqualTo(new Redemption.Wrong());
        assertThat(objects.isEmpty()).isTrue();
    }

    /** Neither does a wrong guess give it more time. */
    @ParameterizedTest
    @EnumSource
    void newCodeTakesThePlaceOfTheOldOne(Purpose purpose) {
        String first = issue(purpose);
        clockIsAt(LIFETIME - 10);
        String wrong = first.equals("000000") ? "000001" : "000000";
        assertThat(redeem(purpose, wrong)).isEqualTo(new Redemption.Wrong());
        clockIsAt(LIFETIME + 1);
        assertThat(redeem(purpose, first)).isEqualTo(new Redemption.Expired());
        String second = issue(purpose);
        clockIsAt(2 * LIFETIME - 10);
        assertThat(redeem(purpose, second)).isEqualTo(new Redemption.Right(TO));
    }
}
