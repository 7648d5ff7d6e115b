package io.authrealm.api.service.users;

import java.time.Instant;

/**
 * Which users an admin wants to see, and in which order. {@link UserDirectory} refuses a
 * combination for which the database has no index.
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
         * All, or those of one status, or those who came in some time.
         *
         * @param enabled null for either
         * @param createdAfter null for no bound; the bound itself is in
         * @param createdBefore null for no bound; the bound itself is out
         */
        record Everyone(Boolean enabled, Instant createdAfter, Instant createdBefore)
                implements Search {}

        /** Those with this address in any of its forms; several in some realms only. */
        record WithEmail(String email) implements Search {}

        /** Those whose address begins like this, in lower case, as it is stored. */
        record WithEmailPrefix(String prefix) implements Search {

            @Override
            public Order usualOrder() {
                return Order.EMAIL;
            }
        }

        /** Those with exactly this number, as it was written. */
        record WithPhone(String phone) implements Search {}
    }

    /** What decides who comes first; users for whom it is not known come last. */
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

        /** By address; else by the time of creation. */
        boolean isByEmail() {
            return byEmail;
        }

        boolean isAscending() {
            return ascending;
        }
    }

    /** Whether there is an index for the search in that order. */
    boolean isIndexed() {
        if (search instanceof Search.WithEmailPrefix) {
            return order.isByEmail();
        }
        return !order.isByEmail()
                || !(search instanceof Search.Everyone everyone)
                || everyone.equals(new Search.Everyone(null, null, null));
    }

    /** Names the list that this asks for, for its cursors. */
    String name() {
        return "users " + this;
    }
}
