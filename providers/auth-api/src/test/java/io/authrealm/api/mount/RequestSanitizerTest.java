package io.authrealm.api.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class RequestSanitizerTest {

    private static MultiMap kept(Set<String> names, String... headers) {
        MultiMap all = MultiMap.caseInsensitiveMultiMap();
        for (String header : headers) {
            all.add("Cookie", header);
        }
        RequestSanitizer.keepCookies(all, names);
        return all;
    }

    @Test
    void onlyNamedCookiesAreKept() {
        Set<String> names = Set.of("ours", "other");
        assertThat(
                        kept(names, "KEYCLOAK_IDENTITY=a; ours=b=c;ours2=d", "x=1; other=\"e\"")
                                .getAll("cookie"))
                .containsExactly("ours=b=c; other=\"e\"");
    }

    @Test
    void nameIsTheWholeNameInItsOwnCase() {
        Set<String> names = Set.of("ours");
        for (String header :
                new String[] {
                    "Ours=a", "xours=a", "a=ours", "a=b,ours=c", "$ours=a", "", ";", "="
                }) {
            assertThat(kept(names, header).contains("Cookie")).as(header).isFalse();
        }
        assertThat(kept(names, "ours = a").get("Cookie")).isEqualTo("ours = a");
        assertThat(kept(names, "ours").get("Cookie")).isEqualTo("ours");
    }

    /** It is read on the event loop, before any limit. */
    @Test
    void longCookiesAreReadOnce() {
        String hostile = "a" + " ".repeat(1_000_000) + "b";
        assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThat(kept(Set.of("ours"), hostile).isEmpty()).isTrue());
    }

    @Test
    void withoutNamesNothingIsKept() {
        assertThat(kept(Set.of(), "a=b", "c=d").isEmpty()).isTrue();
        assertThat(kept(Set.of()).isEmpty()).isTrue();
    }
}
