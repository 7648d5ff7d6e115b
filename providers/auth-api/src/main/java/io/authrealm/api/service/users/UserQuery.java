package io.authrealm.api.service.users;

import java.time.Instant;

/**
 * Which users an admin wants to see, and in which order. Every form of it has a database index, and
 * no other combination can be expressed.
 *
 * @param search which users
 * @param order which ones first
 */
public record UserQuery(Search search, Order order) {

    /** Which users are wanted. */
    public sealed interface Search {

        /** The order if the client asks for none. */
        default Order usualOrder() {
            return Order.NEWEST;
        }

        /**
         * All users, or those with a status or created in a period.
         *
         * @param enabled null for either
         * @param createdAfter inclusive; null for no bound
         * @param createdBefore exclusive; null for no bound
         */
        record Everyone(Boolean enabled, Instant createdAfter, Instant createdBefore)
                implements Search {}

        /** The users with exactly this address, in lower case. In some realms there are several. */
        record WithEmail(String email) implements Search {}

        /** Those whose address begins like this, in lower case. */
        record WithEmailPrefix(String prefix) implements Search {

            @Override
            public Order usualOrder() {
                return Order.EMAIL;
            }
        }

            @Override
            public Order usualOrder() {
                return Order.EMAIL;
            }
        }

        /** The users with exactly this number, as it was written. */
        record WithPhone(String phone) implements Search {}
    }

    /** The order of the list. Users without the value come last. */
    public enum Order {
        NEWEST(false, false),
        OLDEST(false, true),
        EMAIL(true, true),
        EMAIL_DESCENDING(true, false);

        private final boolean byEmail;
        private final boolean ascending;

        Order(boolean byEmail, boolean ascending) {
            this.byEmail = byEmail;
            this.ascending = ascending;
        }

        /** Whether by address; otherwise by the time of creation. */
        boolean isByEmail() {
            return byEmail;
        }

        boolean isAscending() {
            return ascending;
        }
    }

    /** Whether there is an index for the search in that order. */
    public boolean isIndexed() {
        if (search instanceof Search.WithEmailPrefix) {
            return order.isByEmail();
        }
        return !order.isByEmail()
                || !(search instanceof Search.Everyone everyone)
                || everyone.equals(new Search.Everyone(null, null, null));
    }

    /** The name of the list, for its cursors. */
    String name() {
        return "users " + this;
    }
}
