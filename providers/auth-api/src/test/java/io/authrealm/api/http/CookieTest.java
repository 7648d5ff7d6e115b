package io.authrealm.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class CookieTest {

    private static final Cookie SECRET = Cookie.ofSecret("name", "abc", Duration.ofMinutes(30));

    @Test
    void secretIsForNoScriptAndNoOtherSite() {
        assertThat(SECRET.header(false))
                .isEqualTo("name=abc; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly");
    }

    @Test
    void cookieThatCameByHttpsNeverGoesWithoutIt() {
        assertThat(SECRET.header(true))
                .isEqualTo("name=abc; Path=/; Max-Age=1800; SameSite=Lax; HttpOnly; Secure");
        assertThat(Cookie.forgotten("name").header(true))
                .isEqualTo("name=; Path=/; Max-Age=0; SameSite=Lax; HttpOnly; Secure");
    }

    @Test
    void scriptsReadWhatIsForThem() {
        Cookie token =
                new Cookie("name", "abc", Duration.ofHours(12), Cookie.SameSite.STRICT, true);
        assertThat(token.header(false))
                .isEqualTo("name=abc; Path=/; Max-Age=43200; SameSite=Strict");
    }

    @Test
    void valueIsInNoLog() {
        assertThat(SECRET).asString().doesNotContain("abc");
    }
}
