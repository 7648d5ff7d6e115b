package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The list of users: its pages, its order, its filters and its cursors. */
class UserListIT {

    /** No user is created or deleted here after the start. */
    @RegisterExtension static final TestRealm quiet = TestRealm.fresh();

    /** Users are created and deleted here all the time. */
    @RegisterExtension static final TestRealm busy = TestRealm.fresh();

    @RegisterExtension static final TestRealm other = TestRealm.fresh();

    private static final String BASE64URL =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    /** The creation time of most users of the quiet realm, all in the same millisecond. */
    private static final Instant TIE = Instant.parse("2024-02-29T12:00:00Z");

    private static final Instant EARLIER = Instant.parse("2023-05-05T05:05:05.123Z");

    private static final int AT_ONCE = 25;
    private static final int WITHOUT_EMAIL = 2;

    /** All users created at {@link #TIE}. */
    private static final int TIED = AT_ONCE + 3 + WITHOUT_EMAIL;

    private static final List<String> SORTS =
            List.of("created_at", "-created_at", "email", "-email");

    private static Api admin;
    private static Api busyAdmin;
    private static int people;

    @BeforeAll
    static void fill() {
        List<ObjectNode> users = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            users.add(user("tie-%02d@example.test".formatted(i), TIE));
        }
        for (int i = 0; i < 5; i++) {
            users.add(user("early-%d@example.test".formatted(i), EARLIER.plusMillis(i)));
        }
        users.add(user("per%cent@example.test", TIE));
        users.add(user("under_score@example.test", TIE));
        users.add(user("underxscore@example.test", TIE));
        users.get(3).put("enabled", false);
        users.get(4).put("enabled", false);
        for (int i : List.of(5, 6)) {
            users.get(i).putObject("attributes").putArray("phoneNumber").add("+12015550123");
        }
        for (int i = 0; i < WITHOUT_EMAIL; i++) {
            ObjectNode nameless = user("nobody-" + i, TIE);
            nameless.remove("email");
            users.add(nameless);
        }
        create(quiet, users);
        quiet.createClient(
                client ->
                        client.put("clientId", "service")
                                .put("publicClient", false)
                                .put("serviceAccountsEnabled", true));
        admin = quiet.as(quiet.admin("manage-users"));
        people = users.size() + 1;
        TestUser deleted = quiet.user(TestRealm.newEmail(), null, u -> {});
        admin.delete("/v1/users/" + deleted.id()).assertStatus(204);

        List<ObjectNode> stable = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Instant at = i % 3 == 0 ? TIE : TIE.plusSeconds(i);
            stable.add(user("stable-%s-%02d@example.test".formatted(TestRealm.random(), i), at));
        }
        create(busy, stable);
        busyAdmin = busy.as(busy.admin("manage-users"));
        create(other, List.of(user("tie-00@example.test", TIE), user("z@example.test", TIE)));
    }

    private static ObjectNode user(String email, Instant created) {
        return Answer.JSON
                .createObjectNode()
                .put("username", email)
                .put("email", email)
                .put("enabled", true)
                .put("createdTimestamp", created.toEpochMilli());
    }

    private static void create(TestRealm realm, List<ObjectNode> users) {
        ArrayNode array = Answer.JSON.createArrayNode().addAll(users);
        realm.post("/partialImport", Map.of("ifResourceExists", "FAIL", "users", array));
    }

    private static JsonNode page(Api api, String query) {
        JsonNode page = api.get("/v1/users" + query).assertStatus(200).json();
        assertThat(page.path("items").isArray()).as("%s", page).isTrue();
        assertThat(page.path("next_cursor").isTextual()).as("%s", page).isTrue();
        return page;
    }

    private static JsonNode page(String query) {
        return page(admin, query);
    }

    private static List<String> emails(JsonNode page) {
        return page.path("items").findValuesAsText("email");
    }

    private static List<String> found(String query) {
        return emails(page(query + "&limit=200"));
    }

    /** All pages, one after the other. */
    private static List<JsonNode> walk(Api api, String query) {
        List<JsonNode> items = new ArrayList<>();
        String cursor = "";
        do {
            JsonNode page = page(api, query + "&cursor=" + cursor);
            page.path("items").forEach(items::add);
            cursor = page.path("next_cursor").asText();
        } while (!cursor.isEmpty());
        return items;
    }

    private static List<String> values(List<JsonNode> items, String member) {
        return items.stream().map(item -> item.path(member).asText()).toList();
    }

    private static void refused(String query) {
        admin.get("/v1/users" + query).assertError(400, "bad_request");
    }

    // Pages

    @PrivateApi
    @ParameterizedTest
    @ValueSource(strings = {"created_at", "-created_at", "email", "-email"})
    void pagesAreTheWholeListInOrder(String sort) {
        List<JsonNode> whole = walk(admin, "?limit=200&sort=" + sort);
        assertThat(whole).hasSize(people);
        for (int limit : List.of(1, 7, people, people - 1)) {
            assertThat(values(walk(admin, "?limit=" + limit + "&sort=" + sort), "id"))
                    .as("limit %d", limit)
                    .isEqualTo(values(whole, "id"));
        }
        List<String> keys =
                sort.endsWith("email")
                        ? values(whole.subList(0, people - WITHOUT_EMAIL), "email")
                        : whole.stream()
                                .map(u -> Instant.parse(u.path("created_at").asText()))
                                .map(at -> "%020d".formatted(at.toEpochMilli()))
                                .toList();
        Comparator<String> order = Comparator.naturalOrder();
        if (sort.endsWith("email")) {
            // How a database compares punctuation depends on its collation.
            keys = keys.stream().map(key -> key.replaceAll("[^a-z0-9]", "")).toList();
            keys = keys.stream().map(key -> key.replaceAll("exampletest", "")).toList();
        }
        assertThat(keys).isSortedAccordingTo(sort.startsWith("-") ? order.reversed() : order);
    }

    @Test
    void newestComeFirstByDefault() {
        assertThat(values(walk(admin, "?limit=200"), "id"))
                .isEqualTo(values(walk(admin, "?limit=200&sort=-created_at"), "id"));
        assertThat(emails(page("?limit=200&q=tie-"))).isSorted();
    }

    @PrivateApi
    @Test
    void listHasAllUsersExceptServiceAccountsAndDeletedUsers() {
        List<String> expected = values(TestRealm.list(quiet.get("/users?max=1000")), "id");
        assertThat(expected).hasSize(people);
        for (String sort : SORTS) {
            assertThat(values(walk(admin, "?limit=10&sort=" + sort), "id"))
                    .as(sort)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
        assertThat(page("?include_total=true").path("total").asInt()).isEqualTo(people);
        assertThat(page("?include_total=true&sort=email").path("total").asInt()).isEqualTo(people);
    }

    @ParameterizedTest
    @ValueSource(strings = {"email", "-email"})
    void usersWithoutAnAddressComeLast(String sort) {
        List<JsonNode> whole = walk(admin, "?limit=1&sort=" + sort);
        for (int i = 0; i < people; i++) {
            assertThat(whole.get(i).path("email").isNull())
                    .as("%d of %d", i, people)
                    .isEqualTo(i >= people - WITHOUT_EMAIL);
        }
        for (int offset : List.of(people - 3, people - 2, people - 1)) {
            assertThat(
                            page("?sort=" + sort + "&offset=" + offset)
                                    .path("items")
                                    .findValuesAsText("id"))
                    .isEqualTo(values(whole.subList(offset, people), "id"));
        }
    }

    @Test
    void invalidLimitsMeanTheDefaultAndLargeOnesTheMaximum() {
        Api api = busyAdmin;
        int all = Math.min(50, busy.numberOfUsers());
        for (String limit : List.of("0", "-1", "abc", "", "1.5", "-99999999999999", "5x")) {
            assertThat(emails(page(api, "?limit=" + limit))).as(limit).hasSize(all);
        }
        for (String limit : List.of("201", "100000", "2147483648", "99999999999999999999")) {
            assertThat(emails(page(api, "?limit=" + limit)).size()).as(limit).isGreaterThan(50);
        }
        assertThat(emails(page(api, "?limit=1"))).hasSize(1);
    }

    @Test
    void offsetsSkipAndOverrideCursors() {
        List<String> whole = values(walk(admin, "?limit=200"), "id");
        for (int offset : List.of(1, 5, people - 1)) {
            JsonNode page = page("?limit=4&offset=" + offset);
            assertThat(page.path("items").findValuesAsText("id"))
                    .isEqualTo(whole.subList(offset, Math.min(offset + 4, people)));
        }
        JsonNode first = page("?limit=4");
        String cursor = first.path("next_cursor").asText();
        assertThat(page("?limit=4&offset=10&cursor=" + cursor).path("items").findValuesAsText("id"))
                .isEqualTo(whole.subList(10, 14));
        for (String none : List.of("0", "-3", "abc", "")) {
            assertThat(
                            page("?limit=4&offset=" + none + "&cursor=" + cursor)
                                    .path("items")
                                    .findValuesAsText("id"))
                    .as(none)
                    .isEqualTo(whole.subList(4, 8));
        }
        assertThat(page("?offset=" + people).path("items")).isEmpty();
        assertThat(page("?offset=10000").path("items")).isEmpty();
        assertThat(page("?offset=" + people).path("next_cursor").asText()).isEmpty();
        for (String tooFar : List.of("10001", "2147483647", "2147483648", "99999999999999999999")) {
            refused("?offset=" + tooFar);
        }
        // A page that an offset has found continues by its cursor.
        cursor = page("?limit=4&offset=10").path("next_cursor").asText();
        assertThat(page("?limit=4&cursor=" + cursor).path("items").findValuesAsText("id"))
                .isEqualTo(whole.subList(14, 18));
    }

    @Test
    void unknownMembersAreIgnored() {
        assertThat(emails(page("?tenant=acme&foo=bar&limit=3&LIMIT=1"))).hasSize(3);
    }

    // Filters

    @PrivateApi
    @Test
    void filtersFindTheMatchingUsers() {
        assertThat(found("?email=tie-07@example.test")).containsExactly("tie-07@example.test");
        assertThat(found("?email=TIE-07@EXAMPLE.test")).containsExactly("tie-07@example.test");
        assertThat(found("?email=tie-07@example")).isEmpty();
        assertThat(found("?q=tie-1")).hasSize(10).isSorted();
        assertThat(found("?q=TIE-1")).hasSize(10);
        assertThat(found("?q=tie-1&sort=-email")).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(found("?q=ie-1")).isEmpty();
        assertThat(found("?phone=%2B12015550123"))
                .containsExactlyInAnyOrder("tie-05@example.test", "tie-06@example.test");
        assertThat(found("?phone=%2B12015550124")).isEmpty();
        assertThat(found("?status=suspended"))
                .containsExactlyInAnyOrder("tie-03@example.test", "tie-04@example.test");
        assertThat(found("?status=active")).hasSize(people - 2);
    }

    @Test
    void timesIncludeTheirBeginningAndNotTheirEnd() {
        assertThat(found("?created_before=2024-01-01T00:00:00Z")).hasSize(5);
        assertThat(found("?created_after=" + TIE + "&created_before=2024-02-29T12:00:00.001Z"))
                .hasSize(TIED);
        assertThat(found("?created_before=" + TIE)).hasSize(5);
        assertThat(found("?created_after=2024-02-29T12:00:00.001Z")).hasSize(1);
        // 14:00 in a zone two hours ahead is noon in UTC.
        assertThat(
                        found(
                                "?created_after=2024-02-29T14:00:00%2B02:00&created_before=2025-01-01T00:00:00Z"))
                .hasSize(TIED);
        assertThat(found("?created_after=" + EARLIER.plusMillis(2) + "&created_before=" + TIE))
                .hasSize(3);
        assertThat(found("?created_before=" + EARLIER.plusMillis(2))).hasSize(2);
        assertThat(found("?status=suspended&created_after=" + TIE)).hasSize(2);
        assertThat(found("?status=suspended&created_before=" + TIE)).isEmpty();
    }

    @Test
    void pagesOfAFilterAreAllThatItFinds() {
        for (String filter :
                List.of(
                        "q=tie-",
                        "status=active",
                        "status=active&sort=created_at",
                        "created_after=" + TIE,
                        "created_before=2025-01-01T00:00:00Z&sort=created_at",
                        "phone=%2B12015550123",
                        "q=tie-&sort=-email")) {
            List<String> whole = values(walk(admin, "?limit=200&" + filter), "id");
            assertThat(whole).as(filter).doesNotHaveDuplicates().isNotEmpty();
            assertThat(values(walk(admin, "?limit=3&" + filter), "id")).as(filter).isEqualTo(whole);
            JsonNode page = page("?limit=1&include_total=true&" + filter);
            assertThat(page.path("total").asInt()).as(filter).isEqualTo(whole.size());
            assertThat(page.path("total_is_estimate").isBoolean()).as(filter).isTrue();
            assertThat(page.path("total_is_estimate").asBoolean()).as(filter).isFalse();
        }
    }

    @PrivateApi
    @Test
    void totalIsIncludedOnRequest() {
        for (String query : List.of("", "?include_total=false", "?limit=1")) {
            JsonNode page = page(query);
            assertThat(page.has("total")).as(query).isFalse();
            assertThat(page.has("total_is_estimate")).as(query).isFalse();
        }
        assertThat(page("?include_total=true&q=nobody").path("total").asInt()).isZero();
        assertThat(page("?include_total=true&q=nobody").path("items")).isEmpty();
        String cursor = page("?limit=5").path("next_cursor").asText();
        JsonNode second = page("?limit=5&include_total=true&cursor=" + cursor);
        assertThat(second.path("total").asInt())
                .as("of the list, not of its rest")
                .isEqualTo(people);
    }

    @Test
    void wildcardsAreLiteral() {
        assertThat(found("?q=%25")).isEmpty();
        assertThat(found("?q=_")).isEmpty();
        assertThat(found("?q=%5C")).isEmpty();
        assertThat(found("?q=%5C%25")).isEmpty();
        assertThat(found("?q=per%25")).containsExactly("per%cent@example.test");
        assertThat(found("?q=under_")).containsExactly("under_score@example.test");
        assertThat(found("?email=%25")).isEmpty();
        assertThat(found("?email=tie-0_@example.test")).isEmpty();
    }

    @Test
    void filtersThatExcludeEachOtherAreRefused() {
        List<String> narrow =
                List.of("email=a@b.test", "q=a", "phone=%2B12015550123", "status=active");
        for (String one : narrow) {
            for (String two : narrow) {
                if (!one.equals(two)) {
                    refused("?" + one + "&" + two);
                }
            }
        }
        for (String filter : narrow.subList(0, 3)) {
            refused("?" + filter + "&created_after=2024-01-01T00:00:00Z");
            refused("?" + filter + "&created_before=2024-01-01T00:00:00Z");
        }
        for (String sort : List.of("email", "-email")) {
            refused("?status=active&sort=" + sort);
            refused("?created_after=2024-01-01T00:00:00Z&sort=" + sort);
            refused("?created_before=2024-01-01T00:00:00Z&sort=" + sort);
        }
    }

    // Cursors

    @Test
    void cursorRevealsNothingOfItsUser() {
        for (String sort : SORTS) {
            JsonNode page = page("?limit=2&sort=" + sort);
            byte[] cursor = Base64.getUrlDecoder().decode(page.path("next_cursor").asText());
            String read = new String(cursor, StandardCharsets.ISO_8859_1);
            for (JsonNode user : page.path("items")) {
                assertThat(read)
                        .doesNotContain(user.path("email").asText(), user.path("id").asText());
            }
        }
    }

    @Test
    void pageOfLargePicturesEndsEarlyAndMissesNoUser() {
        TestRealm gallery = TestRealm.fresh().create();
        try {
            Api api = gallery.as(gallery.admin("manage-users"));
            String picture = "data:image/png;base64," + "A".repeat(299_000);
            for (int i = 0; i < 5; i++) {
                String id =
                        api.post("/v1/users", Map.of("email", TestRealm.newEmail()))
                                .assertStatus(201)
                                .text("id");
                api.patch("/v1/users/" + id, Map.of("avatar_url", picture)).assertStatus(200);
            }
            Answer first = api.get("/v1/users?limit=200").assertStatus(200);
            assertThat(first.body().length()).isLessThan(1_000_000);
            assertThat(first.json().path("items")).hasSizeBetween(1, 3);
            assertThat(values(walk(api, "?limit=200"), "id")).hasSize(6).doesNotHaveDuplicates();
        } finally {
            gallery.close();
        }
    }

    /** Cursors for addresses of all lengths, so that all forms of base64 occur. */
    private static List<String> cursors(String sort) {
        List<String> cursors = new ArrayList<>();
        String cursor = "";
        for (int i = 0; i < people - 1; i++) {
            cursor =
                    page("?limit=1&sort=" + sort + "&cursor=" + cursor)
                            .path("next_cursor")
                            .asText();
            if (cursors.stream().noneMatch(withLengthOf(cursor))) {
                cursors.add(cursor);
            }
        }
        return cursors;
    }

    private static java.util.function.Predicate<String> withLengthOf(String cursor) {
        return other -> other.length() % 4 == cursor.length() % 4;
    }

    @ParameterizedTest
    @ValueSource(strings = {"-created_at", "email"})
    void cursorWithAChangeOfOneBitIsRefused(String sort) {
        int bits = Soak.or(6, 1);
        int step = Soak.or(1, 3);
        for (String cursor : cursors(sort)) {
            // Each build tries other characters.
            int first = ThreadLocalRandom.current().nextInt(step);
            List<String> accepted =
                    Parallel.run(
                                    cursor.length() / step * bits,
                                    4,
                                    i -> {
                                        int index = i / bits * step + first;
                                        int bit = (index + i % bits) % 6;
                                        String changed = flipped(cursor, index, bit);
                                        Answer answer =
                                                admin.get(
                                                        "/v1/users?limit=1&sort="
                                                                + sort
                                                                + "&cursor="
                                                                + changed);
                                        if (answer.status() == 200) {
                                            return "bit " + bit + " of " + index;
                                        }
                                        answer.assertError(400, "bad_request");
                                        return "";
                                    })
                            .stream()
                            .filter(what -> !what.isEmpty())
                            .toList();
            assertThat(accepted).as("of %d characters", cursor.length()).isEmpty();
        }
    }

    private static String flipped(String cursor, int index, int bit) {
        char changed = BASE64URL.charAt(BASE64URL.indexOf(cursor.charAt(index)) ^ 1 << bit);
        return cursor.substring(0, index) + changed + cursor.substring(index + 1);
    }

    @Test
    void cursorOfAnotherListIsRefused() {
        String cursor = page("?limit=5").path("next_cursor").asText();
        List.of(
                        "sort=created_at",
                        "sort=email",
                        "sort=-email",
                        "status=active",
                        "created_after=2020-01-01T00:00:00Z",
                        "created_before=2099-01-01T00:00:00Z",
                        "q=t",
                        "email=tie-00@example.test",
                        "phone=%2B12015550123")
                .forEach(list -> refused("?limit=5&" + list + "&cursor=" + cursor));
        assertThat(page("?limit=6&sort=-created_at&cursor=" + cursor).path("items")).hasSize(6);
        String ofFilter = page("?limit=5&q=tie-").path("next_cursor").asText();
        refused("?limit=5&q=tie&cursor=" + ofFilter);
        refused("?limit=5&cursor=" + ofFilter);
        admin.get("/v1/users/deleted?cursor=" + cursor).assertError(400, "bad_request");
        String ofActive = page("?limit=5&status=active").path("next_cursor").asText();
        refused("?limit=5&status=suspended&cursor=" + ofActive);
    }

    @Test
    void cursorOfTheRecycleBinIsRefusedByTheList() {
        TestUser user = other.user(TestRealm.newEmail(), null, u -> {});
        TestUser another = other.user(TestRealm.newEmail(), null, u -> {});
        Api api = other.as(other.admin("manage-users"));
        api.delete("/v1/users/" + user.id()).assertStatus(204);
        api.delete("/v1/users/" + another.id()).assertStatus(204);
        String cursor = api.get("/v1/users/deleted?limit=1").assertStatus(200).text("next_cursor");
        assertThat(cursor).isNotEmpty();
        api.get("/v1/users/deleted?limit=1&cursor=" + cursor).assertStatus(200);
        api.get("/v1/users?cursor=" + cursor).assertError(400, "bad_request");
    }

    @Test
    void cursorOfAnotherTenantIsRefused() {
        Api there = other.as(other.admin("view-users"));
        for (String sort : SORTS) {
            String query = "?limit=1&sort=" + sort;
            String theirs = page(there, query).path("next_cursor").asText();
            String ours = page(query).path("next_cursor").asText();
            refused(query + "&cursor=" + theirs);
            there.get("/v1/users" + query + "&cursor=" + ours).assertError(400, "bad_request");
            // A caller who may see both: a cursor belongs to its tenant and not to its reader.
            Api master = TestServer.root().bearer(TestServer.admin().token());
            master.with("X-Tenant", quiet.name())
                    .get("/v1/users" + query + "&cursor=" + theirs)
                    .assertError(400, "bad_request");
            master.with("X-Tenant", quiet.name())
                    .get("/v1/users" + query + "&cursor=" + ours)
                    .assertStatus(200);
        }
    }

    @Test
    void malformedCursorIsRefused() {
        String cursor = page("?limit=5").path("next_cursor").asText();
        for (String bad :
                List.of(
                        "x",
                        "garbage",
                        "%20",
                        "null",
                        "%7B%7D",
                        "AAAA",
                        "A".repeat(64),
                        "A".repeat(3_000),
                        "%F0%9F%98%80",
                        "'%20OR%201=1--",
                        cursor + "A",
                        cursor + "AAAA",
                        cursor + "%3D",
                        cursor + "%3D%3D",
                        "%20" + cursor,
                        cursor + "%20",
                        "A" + cursor,
                        cursor.substring(1),
                        cursor.substring(0, cursor.length() - 1),
                        cursor.substring(0, cursor.length() / 2),
                        cursor + cursor,
                        cursor.toLowerCase(Locale.ROOT),
                        new StringBuilder(cursor).reverse().toString())) {
            refused("?limit=5&cursor=" + bad);
        }
        assertThat(emails(page("?limit=5&cursor="))).isEqualTo(emails(page("?limit=5")));
    }

    @Test
    void cursorWorksIfTheLastUserOfThePageIsGone() {
        TestUser last = busy.user("0000-" + TestRealm.newEmail(), null, u -> {});
        JsonNode page = page(busyAdmin, "?limit=1&sort=email");
        assertThat(emails(page)).containsExactly(last.email());
        String next = emails(page(busyAdmin, "?limit=2&sort=email")).get(1);
        busy.delete(last);
        String cursor = page.path("next_cursor").asText();
        assertThat(emails(page(busyAdmin, "?limit=1&sort=email&cursor=" + cursor)))
                .containsExactly(next);
    }

    // While users are created and deleted

    private static List<String> stable() {
        return values(walk(busyAdmin, "?limit=200&q=stable-"), "id");
    }

    /** Users of all orders: before, between and after those who stay. */
    private static TestUser come(int i) {
        String email = List.of("a", "stable-8", "zz").get(i % 3) + TestRealm.newEmail();
        return busy.user(email, null, user -> {});
    }

    private static void go(TestUser user, boolean forGood) {
        if (forGood) {
            busy.delete(user);
        } else {
            busyAdmin.delete("/v1/users/" + user.id()).assertStatus(204);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sort=created_at",
                "sort=-created_at",
                "sort=email",
                "sort=-email",
                "status=active&sort=created_at",
                "created_after=2000-01-01T00:00:00Z",
                "q=stable&sort=email"
            })
    void noUserIsMissedOrRepeatedIfUsersChangeBetweenPages(String list) {
        List<String> stable = stable();
        List<TestUser> visitors = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            visitors.add(come(i));
        }
        List<String> seen = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        do {
            JsonNode page = page(busyAdmin, "?limit=7&" + list + "&cursor=" + cursor);
            List<String> ids = page.path("items").findValuesAsText("id");
            seen.addAll(ids);
            // The user at the end of the page is deleted, if it is a visitor.
            visitors.stream()
                    .filter(v -> !ids.isEmpty() && v.id().equals(ids.get(ids.size() - 1)))
                    .findFirst()
                    .ifPresent(
                            v -> {
                                visitors.remove(v);
                                go(v, true);
                            });
            if (visitors.size() > 2) {
                go(visitors.remove(0), pages % 2 == 0);
            }
            visitors.add(come(pages));
            visitors.add(come(pages + 1));
            cursor = page.path("next_cursor").asText();
            pages++;
        } while (!cursor.isEmpty() && pages < 40);
        assertThat(seen).doesNotHaveDuplicates().containsAll(stable);
        visitors.forEach(visitor -> go(visitor, true));
    }

    @Test
    void noUserIsMissedOrRepeatedDuringConcurrentChanges() {
        List<String> stable = stable();
        AtomicBoolean done = new AtomicBoolean();
        Thread traffic =
                new Thread(
                        () -> {
                            for (int i = 0; !done.get(); i++) {
                                TestUser user = come(i);
                                go(user, i % 2 == 0);
                            }
                        });
        traffic.start();
        try {
            Parallel.run(
                    SORTS.size() * 3,
                    4,
                    i -> {
                        String list = "?limit=5&sort=" + SORTS.get(i % SORTS.size());
                        List<String> seen = values(walk(busyAdmin, list), "id");
                        assertThat(seen).as(list).containsAll(stable);
                        assertThat(new HashSet<>(seen)).as(list).hasSameSizeAs(seen);
                        return seen;
                    });
        } finally {
            done.set(true);
            try {
                traffic.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
