package io.authrealm.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The lines of the README, and the examples of {@code docs/verifying-tokens.md}, for libraries of
 * other languages. {@code tests/clients} says how to install these.
 */
class ClientLibrariesIT {

    private static final Path LIBRARIES = Path.of("../clients").toAbsolutePath().normalize();
    private static final String ISSUER = "https://id.example.com/realms/acme";
    private static final String VALID = "valid";

    /** The realm's name in the documentation stands for this one. */
    @RegisterExtension static final TestRealm acme = TestRealm.fresh();

    @RegisterExtension static final TestRealm globex = TestRealm.fresh();

    @RegisterExtension
    static final TestRealm another = TestRealm.fresh().setting("audience", "another-service");

    @RegisterExtension
    static final TestRealm defaultTenant = TestRealm.named(TestServer.DEFAULT_TENANT);

    private static String token;

    @BeforeAll
    static void signIn() {
        token = tokenOf(acme);
        defaultTenant.awaitAtRoot();
    }

    private static String tokenOf(TestRealm realm) {
        return realm.signIn(realm.user()).access();
    }

    /** A language, as a command that runs a program from its standard input. */
    private enum Language {
        NODE(LIBRARIES.resolve("node_modules"), "node", "--input-type=module", "-"),
        PYTHON(LIBRARIES.resolve(".venv"), LIBRARIES + "/.venv/bin/python", "-");

        private final Path packages;
        private final List<String> command;

        Language(Path packages, String... command) {
            this.packages = packages;
            this.command = List.of(command);
        }

        /** What the program prints: {@link #VALID}, or why the token is refused. */
        String run(String program, String... arguments) throws IOException, InterruptedException {
            assumeTrue(Files.exists(packages), packages + " is not installed");
            Path output = Files.createTempFile("client", ".txt");
            try {
                List<String> words = new ArrayList<>(command);
                words.addAll(List.of(arguments));
                ProcessBuilder builder = new ProcessBuilder(words);
                builder.directory(LIBRARIES.toFile());
                builder.redirectErrorStream(true).redirectOutput(output.toFile());
                Process process = builder.start();
                process.getOutputStream().write(program.getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().close();
                process.waitFor();
                return Files.readString(output).trim();
            } finally {
                Files.delete(output);
            }
        }
    }

    /** Prints what {@code verification} says of the token that is the program's argument. */
    private static String inNode(String declarations, String verification) {
        return declarations
                + """

                try {
                  await %s
                  console.log('valid')
                } catch (e) {
                  console.log(e.message)
                }
                """
                        .formatted(verification);
    }

    private static String inPython(String declarations, String verification) {
        return declarations
                + """

                import sys
                token = sys.argv[1]
                key = KEYS.get_signing_key_from_jwt(token).key
                try:
                    %s
                    print("valid")
                except jwt.InvalidTokenError as e:
                    print(e)
                """
                        .formatted(verification);
    }

    private static String lineOfJose(TestRealm realm) {
        return inNode(
                """
                import { createRemoteJWKSet, jwtVerify } from 'jose'
                const issuer = '%s'
                const keys = createRemoteJWKSet(new URL(`${issuer}/v1/.well-known/jwks.json`))
                const token = process.argv[2]
                """
                        .formatted(realm.url()),
                lineFor("jose (Node)"));
    }

    private static String lineOfPyJwt(TestRealm realm) {
        return inPython(
                """
                import jwt
                ISSUER = "%s"
                KEYS = jwt.PyJWKClient(f"{ISSUER}/v1/.well-known/jwks.json")
                """
                        .formatted(realm.url()),
                lineFor("PyJWT"));
    }

    private static String lineFor(String library) {
        return found(
                "README.md", "^\\| " + Pattern.quote(library) + " \\| `([^`]+)` \\|$", library);
    }

    private static String exampleIn(String language, TestRealm realm) {
        return found("docs/verifying-tokens.md", "^```" + language + "\n(.*?)^```$", language)
                .replace(ISSUER, realm.url());
    }

    private static String found(String page, String pattern, String what) {
        try {
            Matcher matcher =
                    Pattern.compile(pattern, Pattern.MULTILINE | Pattern.DOTALL)
                            .matcher(Files.readString(Path.of("../..").resolve(page)));
            assertThat(matcher.find()).as("%s in %s", what, page).isTrue();
            return matcher.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void joseVerifiesByTheLineOfTheReadme() throws Exception {
        assertThat(Language.NODE.run(lineOfJose(acme), token)).isEqualTo(VALID);
    }

    @Test
    void joseRefusesByTheLineOfTheReadme() throws Exception {
        assertThat(Language.NODE.run(lineOfJose(acme), tokenOf(globex)))
                .contains("no applicable key found");
        assertThat(Language.NODE.run(lineOfJose(another), tokenOf(another)))
                .contains("unexpected \"aud\" claim value");
    }

    /** The clock of the service is behind that of this server. */
    @Test
    void joseAllowsSomeSecondsByTheLineOfTheReadme() throws Exception {
        assertThat(Language.NODE.run(clockBehind(3) + lineOfJose(acme), tokenOf(acme)))
                .isEqualTo(VALID);
        assertThat(Language.NODE.run(clockBehind(60) + lineOfJose(acme), tokenOf(acme)))
                .contains("\"nbf\" claim timestamp check failed");
    }

    private static String clockBehind(int seconds) {
        return """
        const Clock = Date
        globalThis.Date = class extends Clock {
          constructor(...time) {
            super(...(time.length === 0 ? [Clock.now() - %d] : time))
          }
        }
        """
                .formatted(seconds * 1000);
    }

    @Test
    void exampleForJoseVerifies() throws Exception {
        String example = exampleIn("js", acme);
        assertThat(Language.NODE.run(inNode(example, "verify(process.argv[2])"), token))
                .isEqualTo(VALID);
        assertThat(Language.NODE.run(inNode(example, "verify(process.argv[2])"), tokenOf(globex)))
                .contains("no applicable key found");
    }

    @Test
    void pyJwtVerifiesByTheLineOfTheReadme() throws Exception {
        assertThat(Language.PYTHON.run(lineOfPyJwt(acme), token)).isEqualTo(VALID);
        assertThat(Language.PYTHON.run(lineOfPyJwt(another), tokenOf(another)))
                .contains("Audience doesn't match");
    }

    @Test
    void exampleForPyJwtVerifies() throws Exception {
        String example = exampleIn("python", acme);
        assertThat(Language.PYTHON.run(inPython(example, "verify(token)"), token)).isEqualTo(VALID);
    }

    /** A client that looks the server up is given the issuer, and not the base URL. */
    @Test
    void openIdClientTakesTheIssuerOnly() throws Exception {
        assertThat(discover(defaultTenant.url())).isEqualTo(VALID);
        TestServer.root().get("/.well-known/openid-configuration").assertStatus(200);
        assertThat(discover(TestServer.url())).contains("does not match the expected issuer");
    }

    private static String discover(String address) throws Exception {
        String program =
                inNode(
                        """
                        import * as client from 'openid-client'
                        const options = { execute: [client.allowInsecureRequests] }
                        const server = new URL(process.argv[2])
                        """,
                        "client.discovery(server, 'authrealm-api', undefined, client.None(),"
                                + " options)");
        return Language.NODE.run(program, address);
    }
}
