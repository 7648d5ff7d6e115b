package io.authrealm.argon2;

import static io.authrealm.argon2.Argon2Parameters.VERSION_10;
import static io.authrealm.argon2.Argon2Parameters.VERSION_13;
import static io.authrealm.argon2.Argon2Type.D;
import static io.authrealm.argon2.Argon2Type.I;
import static io.authrealm.argon2.Argon2Type.ID;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Tags that every engine must compute before it is used: those of RFC 9106, section 5, those of the
 * reference implementation for the same input in version 0x10, and its tags for more blocks than
 * one block of addresses serves.
 */
final class KnownAnswers {

    private static final Argon2Input RFC_INPUT =
            new Argon2Input(filled(32, 1), filled(16, 2), filled(8, 3), filled(12, 4));

    /** {@code printf password | argon2 somesaltsomesalt -id -t 2 -k 1200 -p 2 -l 32 -v 13 -r}. */
    private static final Argon2Input COMMAND_INPUT =
            Argon2Input.of(ascii("password"), ascii("somesaltsomesalt"));

    private static final List<Answer> ANSWERS =
            List.of(
                    rfc(
                            D,
                            VERSION_13,
                            "512b391b6f1162975371d30919734294f868e3be3984f3c1a13a4db9fabe4acb"),
                    rfc(
                            I,
                            VERSION_13,
                            "c814d9d1dc7f37aa13f0d77f2494bda1c8de6b016dd388d29952a4c4672b6ce8"),
                    rfc(
                            ID,
                            VERSION_13,
                            "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"),
                    rfc(
                            D,
                            VERSION_10,
                            "96a9d4e5a1734092c85e29f410a45914a5dd1f5cbf08b2670da68a0285abf32b"),
                    rfc(
                            I,
                            VERSION_10,
                            "87aeedd6517ab830cd9765cd8231abb2e647a5dee08f7c05e02fcb763335d0fd"),
                    rfc(
                            ID,
                            VERSION_10,
                            "b64615f07789b66b645b67ee9ed3b377ae350b6bfcbb0fc95141ea8f322613c0"),
                    command(
                            D,
                            VERSION_13,
                            "5debc8db036bad84a3cea5cb443fb83ed5ccabfbf8d04f62a3781952e9d70652"),
                    command(
                            I,
                            VERSION_13,
                            "dd5c71187a97724f287b045e982c59493c202e2b3eb992c873a899bf32149253"),
                    command(
                            ID,
                            VERSION_13,
                            "9e600384363d2370e2fa972f3245d8b1c79a1a16bf10a95c80f6e6d64b2e51ff"),
                    command(
                            D,
                            VERSION_10,
                            "c532bde97b1cf6f714d7b21d60163401b694bbc8e7043e6c24e95b6fcba7e7c0"),
                    command(
                            I,
                            VERSION_10,
                            "4c494f0d388253278e019636c6c1a24beabd8d142cab64690b9fde0bee6a3d98"),
                    command(
                            ID,
                            VERSION_10,
                            "d13d32641365eb084cbfcdd1731e873316c240055eff5dd35e6ba0299cff03e7"));

    private KnownAnswers() {}

    private record Answer(Argon2Parameters parameters, Argon2Input input, byte[] tag) {

        boolean holdsFor(Argon2Engine engine, Argon2Memory memory) {
            return !engine.supports(parameters, input)
                    || MessageDigest.isEqual(tag, engine.hash(parameters, input, memory));
        }
    }

    /** Whether the engine supports any of the known answers. */
    static boolean concern(Argon2Engine engine) {
        return ANSWERS.stream().anyMatch(a -> engine.supports(a.parameters(), a.input()));
    }

    /** Whether the engine computes every supported answer correctly. */
    static boolean holdFor(Argon2Engine engine, Argon2Memory memory) {
        return ANSWERS.stream().allMatch(answer -> answer.holdsFor(engine, memory));
    }

    private static Answer rfc(Argon2Type type, int version, String tag) {
        return new Answer(new Argon2Parameters(type, version, 32, 3, 4, 32), RFC_INPUT, hex(tag));
    }

    private static Answer command(Argon2Type type, int version, String tag) {
        return new Answer(
                new Argon2Parameters(type, version, 1200, 2, 2, 32), COMMAND_INPUT, hex(tag));
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
