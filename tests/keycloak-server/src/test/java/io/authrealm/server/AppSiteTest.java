package io.authrealm.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class AppSiteTest {

    private static final AppSite.Surroundings SURROUNDINGS =
            new AppSite.Surroundings("http://localhost:8080", "http://localhost:8025");
    private static final String PAGE = "<!doctype html>the page";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir private Path parent;
    private AppSite site;

    @BeforeEach
    void start() throws IOException {
        Path folder = Files.createDirectories(parent.resolve("app/pages")).getParent();
        Files.writeString(parent.resolve("secret.js"), "secret");
        Files.writeString(folder.resolve("index.html"), PAGE);
        Files.writeString(folder.resolve("app.js"), "the script");
        Files.writeString(folder.resolve("app.css"), "the style");
        Files.writeString(folder.resolve("README.md"), "the text");
        Files.writeString(folder.resolve("pages/sign-in.js"), "the sign-in");
        Files.createSymbolicLink(folder.resolve("linked.js"), parent.resolve("secret.js"));
        site = AppSite.start(folder, SURROUNDINGS, List.of(0)).orElseThrow();
    }

    @AfterEach
    void stop() {
        site.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/app.js, text/javascript; charset=utf-8, the script",
        "/app.css, text/css; charset=utf-8, the style",
        "/pages/sign-in.js, text/javascript; charset=utf-8, the sign-in",
        "/index.html, text/html; charset=utf-8, <!doctype html>the page",
    })
    void filesHaveTheirTypes(String path, String type, String content) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains(type);
        assertThat(answer.body()).isEqualTo(content);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/sign-in",
                "/magic?token=a.b/../c",
                "/forgot-password?token=x",
                "/invite/accept?token=x",
                "/of-no-module"
            })
    void otherPathsAreThePageOfTheApp(String path) throws Exception {
        HttpResponse<String> answer = get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("text/html; charset=utf-8");
        assertThat(answer.body()).isEqualTo(PAGE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/missing.js",
                "/pages/missing.js",
                "/README.md",
                "/linked.js",
                "/../secret.js",
                "/pages/../../secret.js",
                "/%2e%2e/secret.js",
                "/..%2fsecret.js",
                "/pages%2f..%2f..%2fsecret.js",
                "//secret.js",
                "/.git/config",
                "/app.js%00.html"
            })
    void nothingElseIsServed(String path) throws Exception {
        try (Wire wire = new Wire(port())) {
            wire.send("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

            assertThat(wire.line()).startsWith("HTTP/1.1 404 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/app.js", "/missing.js", "/config.json"})
    void policyAllowsOwnScriptsAndCallsOfTheServerOnly(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        String policy = answer.headers().firstValue("Content-Security-Policy").orElse("");

        assertThat(policy)
                .contains(
                        "default-src 'none'",
                        "script-src 'self';",
                        "style-src 'self';",
                        "connect-src 'self' http://localhost:8080;",
                        "frame-ancestors 'none'")
                .doesNotContain("unsafe", "*");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void appIsToldWhereTheServerIs() throws Exception {
        assertThat(get("/config.json").body())
                .contains("\"api\":\"http://localhost:8080/v1\"")
                .contains("\"mails\":\"http://localhost:8025\"");
    }

    @Test
    void changedFileShowsAtOnce() throws Exception {
        Files.writeString(parent.resolve("app/app.js"), "another script");

        assertThat(get("/app.js").body()).isEqualTo("another script");
    }

    @Test
    void nothingIsPosted() throws Exception {
        HttpResponse<String> answer =
                http.send(
                        HttpRequest.newBuilder(URI.create(site.url() + "/"))
                                .POST(BodyPublishers.ofString("x"))
                                .build(),
                        BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    @Test
    void nextPortIsTakenIfOneIsNotFree() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            int next = free.getLocalPort();
            free.close();
            Path folder = parent.resolve("app");

            try (AppSite second =
                    AppSite.start(folder, SURROUNDINGS, List.of(port(), next)).orElseThrow()) {
                assertThat(second.url()).isEqualTo("http://localhost:" + next);
            }
            assertThat(AppSite.start(folder, SURROUNDINGS, List.of(port()))).isEmpty();
        }
    }

    private int port() {
        return URI.create(site.url()).getPort();
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create(site.url() + path)).build(),
                BodyHandlers.ofString());
    }
}
