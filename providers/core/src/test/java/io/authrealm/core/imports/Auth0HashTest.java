package io.authrealm.core.imports;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.authrealm.argon2.Argon2Input;
import io.authrealm.argon2.Argon2Parameters;
import io.authrealm.core.hash.HashFormats;
import io.authrealm.core.hash.HashReading;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each example is of the password {@code password}. */
final class Auth0HashTest {

    private static final HashFormats FORMATS = new HashFormats(Auth0HashTest::argon2, 64L << 20);

    // Digests and scrypt are from Python's hashlib, the others as in docs/password-hashing.md.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"algorithm\":\"bcrypt\",\"hash\":{\"value\":\"$2b$04$wUuQ68cndX0d0zRr8m5r1uAUxsXXoSqyNFq9j.Oit05pw.ujzCFEq\"}} | bcrypt",
                "{\"algorithm\":\"bcrypt\",\"password\":{\"encoding\":\"utf8\"},\"hash\":{\"encoding\":\"utf8\",\"value\":\"$2b$04$wUuQ68cndX0d0zRr8m5r1uAUxsXXoSqyNFq9j.Oit05pw.ujzCFEq\"}} | bcrypt",
                "{\"algorithm\":\"argon2\",\"hash\":{\"encoding\":\"utf8\",\"value\":\"$argon2id$v=19$m=64,t=2,p=1$c2FsdHNhbHQ$50UD97y0OOTVN7ca0lAiIkxAFbJoO8IYMkpI3Oo6akY\"}} | argon2id",
                "{\"algorithm\":\"pbkdf2\",\"hash\":{\"encoding\":\"utf8\",\"value\":\"$pbkdf2-sha256$i=1000$QuLnghkdqn/n/0/jDGGOiw$jLmmcdaz9nFyF1AgTQDcz2fB73/RG8nXstYPqEo7VN4\"}} | pbkdf2-sha256",
                "{\"algorithm\":\"ldap\",\"hash\":{\"value\":\"{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\"}} | ldap-sha",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"hex\",\"value\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}} | md5",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"base64\",\"value\":\"X03MO1qnZdYdgyfeuILPmQ==\"}} | md5",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"hex\",\"value\":\"67a1e09bb1f83f5007dc119c14d663aa\"},\"salt\":{\"value\":\"salt\",\"position\":\"prefix\"}} | salted-md5",
                "{\"algorithm\":\"sha1\",\"hash\":{\"encoding\":\"hex\",\"value\":\"c88e9c67041a74e0357befdff93f87dde0904214\"},\"salt\":{\"value\":\"salt\",\"position\":\"suffix\",\"encoding\":\"utf8\"}} | salted-sha1",
                "{\"algorithm\":\"sha256\",\"hash\":{\"encoding\":\"hex\",\"value\":\"13601bda4ea78e55a07b98866d2be6be0744e3866f13c00c811cab608a28f322\"},\"salt\":{\"value\":\"73616c74\",\"encoding\":\"hex\",\"position\":\"prefix\"}} | salted-sha256",
                "{\"algorithm\":\"sha256\",\"hash\":{\"encoding\":\"hex\",\"value\":\"13601bda4ea78e55a07b98866d2be6be0744e3866f13c00c811cab608a28f322\"},\"salt\":{\"value\":\"c2FsdA==\",\"encoding\":\"base64\",\"position\":\"prefix\"}} | salted-sha256",
                "{\"algorithm\":\"sha512\",\"hash\":{\"encoding\":\"base64\",\"value\":\"sQnzu7wkTrgkQZF+0G1hi5AI3Qmzvv0bXgc5THBqi7mAsdd4Xll27ASbRt9fEyavWi6m0QP9B8lThf+rDKy8hg==\"}} | sha512",
                "{\"algorithm\":\"scrypt\",\"keylen\":32,\"cost\":16,\"blockSize\":8,\"parallelization\":1,\"hash\":{\"encoding\":\"hex\",\"value\":\"f876178f94837d8721ec9d794a5e623283e9274a846dc0bfda4233a01d7ba68b\"},\"salt\":{\"value\":\"salt\"}} | scrypt",
                "{\"algorithm\":\"scrypt\",\"keylen\":32,\"hash\":{\"encoding\":\"base64\",\"value\":\"dFcxr0SE8yOWiWntoomu7gBbWQOsVh5kpayhIXl793M=\"},\"salt\":{\"value\":\"c2FsdA==\",\"encoding\":\"base64\"}} | scrypt",
                "{\"algorithm\":\"md4\",\"password\":{\"encoding\":\"utf16le\"},\"hash\":{\"encoding\":\"hex\",\"value\":\"8846f7eaee8fb117ad06bdd830b7586c\"}} | prehashed-md4",
                "{\"algorithm\":\"sha1\",\"password\":{\"encoding\":\"utf16le\"},\"hash\":{\"encoding\":\"base64\",\"value\":\"6Pl/upEE0epQR5SObftn+s2fW3M=\"}} | prehashed-sha1",
                "{\"algorithm\":\"sha256\",\"password\":{\"encoding\":\"ucs2\"},\"hash\":{\"encoding\":\"hex\",\"value\":\"4d007e1324b14835462ba479b804abd4f8d7d7154e9163e2e806a0582c19d66b\"},\"salt\":{\"value\":\"salt\",\"position\":\"prefix\"}} | prehashed-salted-sha256",
                "{\"algorithm\":\"md5\",\"password\":{\"encoding\":\"latin1\"},\"hash\":{\"encoding\":\"hex\",\"value\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}} | prehashed-md5",
                "{\"algorithm\":\"md5\",\"password\":{\"encoding\":\"ascii\"},\"hash\":{\"encoding\":\"hex\",\"value\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}} | prehashed-md5",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"hex\",\"digest\":\"sha256\",\"value\":\"99539b96f7212c979b5a79755d6bade0c3cdc6420b96543c1a949f9ab859bea1\",\"key\":{\"value\":\"pepper\"}}} | hmac-sha256",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"base64\",\"digest\":\"sha512\",\"value\":\"mvGHMHV++bLGrJEMXBpfkjxbIGAwftwmFc0JulCS26G9GMceQ3UVYTBJc2idDobn5SCQ2oHp+TgA7Q7vlikUlw==\",\"key\":{\"value\":\"00ff\",\"encoding\":\"hex\"}},\"salt\":{\"value\":\"salt\",\"position\":\"suffix\"}} | hmac-sha512",
                "{\"algorithm\":\"hmac\",\"password\":{\"encoding\":\"utf16le\"},\"hash\":{\"encoding\":\"hex\",\"digest\":\"sha1\",\"value\":\"468d5010eaf5aa4d6af2c51505a2a65997fe79af\",\"key\":{\"value\":\"cGVwcGVy\",\"encoding\":\"base64\"}}} | prehashed-hmac-sha1"
            })
    void hashIsReadAndVerified(String description, String algorithm) {
        String encoded = Rows.row(ImportSource.AUTH0, user(description)).passwordHash();

        assertThat(FORMATS.read(encoded))
                .isInstanceOfSatisfying(
                        HashReading.Verifiable.class,
                        read -> {
                            assertThat(read.hash().algorithm()).isEqualTo(algorithm);
                            assertThat(read.hash().matches("password".getBytes(UTF_8))).isTrue();
                            assertThat(read.hash().matches("passwort".getBytes(UTF_8))).isFalse();
                        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}",
                "{\"algorithm\":\"md5\"}",
                "{\"algorithm\":5,\"hash\":{\"value\":\"x\"}}",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"digest\":\"whirlpool\",\"key\":{\"value\":\"k\"}}}",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"key\":{\"value\":\"k\"}}}",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"digest\":[\"sha256\"],\"key\":{\"value\":\"k\"}}}",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"digest\":\"sha256\"}}",
                "{\"algorithm\":\"hmac\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"digest\":\"sha256\",\"key\":{\"value\":\"k\",\"encoding\":\"rot13\"}}}",
                "{\"algorithm\":\"sha256\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"digest\":\"sha256\"}}",
                "{\"algorithm\":\"ripemd160\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"}}",
                "{\"algorithm\":\"md5\",\"password\":{\"encoding\":\"utf7\"},\"hash\":{\"encoding\":\"hex\",\"value\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}}",
                "{\"algorithm\":\"sha256\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\",\"key\":{\"value\":\"k\"}}}",
                "{\"algorithm\":\"bcrypt\",\"hash\":{\"value\":\"$argon2id$x\"}}",
                "{\"algorithm\":\"bcrypt\",\"hash\":{\"encoding\":\"hex\",\"value\":\"$2b$04$x\"}}",
                "{\"algorithm\":\"bcrypt\",\"hash\":{\"value\":\"$2b$04$x\"},\"salt\":{\"value\":\"s\",\"position\":\"prefix\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"value\":\"5f4dcc3b5aa765d61d8327deb882cf99\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"hex\",\"value\":\"5f4\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"base64\",\"value\":\"**\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"rot13\",\"value\":\"00\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\",\"position\":\"middle\"}}",
                "{\"algorithm\":\"md5\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"zz\",\"encoding\":\"hex\",\"position\":\"prefix\"}}",
                "{\"algorithm\":\"scrypt\",\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"}}",
                "{\"algorithm\":\"scrypt\",\"keylen\":2,\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\"}}",
                "{\"algorithm\":\"scrypt\",\"cost\":1000,\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\"}}",
                "{\"algorithm\":\"scrypt\",\"cost\":1e3,\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\"}}",
                "{\"algorithm\":\"scrypt\",\"blockSize\":-1,\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\"}}",
                "{\"algorithm\":\"scrypt\",\"parallelization\":99999999999999999999,\"hash\":{\"encoding\":\"hex\",\"value\":\"00\"},\"salt\":{\"value\":\"s\"}}"
            })
    void hashWithoutAnEncodedFormIsRefused(String description) {
        assertThat(Rows.refused(ImportSource.AUTH0, user(description)).code())
                .isEqualTo("password_hash_unsupported");
    }

    private static String user(String description) {
        return "{\"email\":\"a@b.example\",\"custom_password_hash\":" + description + "}";
    }

    private static byte[] argon2(Argon2Parameters parameters, Argon2Input input) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new org.bouncycastle.crypto.params.Argon2Parameters.Builder(
                                parameters.type().number())
                        .withVersion(parameters.version())
                        .withMemoryAsKB(parameters.memoryKib())
                        .withIterations(parameters.iterations())
                        .withParallelism(parameters.parallelism())
                        .withSalt(input.salt())
                        .build());
        byte[] tag = new byte[parameters.tagLength()];
        generator.generateBytes(input.password(), tag);
        return tag;
    }
}
