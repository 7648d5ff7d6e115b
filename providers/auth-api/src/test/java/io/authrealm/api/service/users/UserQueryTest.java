package io.authrealm.api.service.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.api.service.users.UserQuery.Order;
import io.authrealm.api.service.users.UserQuery.Search;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class UserQueryTest {

    @ParameterizedTest
    @EnumSource
    void everyOrderOfAllUsersHasAnIndex(Order order) {
        assertThat(isIndexed(new Search.Everyone(null, null, null), order)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheTimeOfCreationOrdersAPartOfTheUsers(Order order) {
        for (Search part :
                List.of(
                        new Search.Everyone(true, null, null),
                        new Search.Everyone(null, Instant.EPOCH, null),
                        new Search.Everyone(null, null, Instant.EPOCH))) {
            assertThat(isIndexed(part, order)).as("%s", part).isEqualTo(!order.isByEmail());
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyTheAddressOrdersWhatAPrefixFinds(Order order) {
        assertThat(isIndexed(new Search.WithEmailPrefix("a"), order)).isEqualTo(order.isByEmail());
    }

    /** There are few of them. */
    @ParameterizedTest
    @EnumSource
    void everyOrderOfOneAddressOrNumberHasAnIndex(Order order) {
        assertThat(isIndexed(new Search.WithEmail("a@b.example"), order)).isTrue();
        assertThat(isIndexed(new Search.WithPhone("+4915112345678"), order)).isTrue();
    }

    @Test
    void usualOrderOfEachSearchHasAnIndex() {
        for (Search search :
                List.of(
                        new Search.Everyone(false, null, null),
                        new Search.WithEmail("a@b.example"),
                        new Search.WithEmailPrefix("a"),
                        new Search.WithPhone("+4915112345678"))) {
            assertThat(isIndexed(search, search.usualOrder())).as("%s", search).isTrue();
        }
    }

    private static boolean isIndexed(Search search, Order order) {
        return new UserQuery(search, order).isIndexed();
    }
}
