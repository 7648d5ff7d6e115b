package io.authrealm.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A pack is compiled against one version of a server, and then linked to another one. Each text is
 * one type; {@code server} and {@code pack} are the packages.
 */
final class LinkageCheckTest {

    private static final String USER = "public class User { public String id() { return null; } }";

    private static final String CALL = "class Call { String id(server.User u) { return u.id(); } }";

    @TempDir private Path folder;

    private final List<NamedMethod> named = new ArrayList<>();

    /**
     * The problems of {@code pack}, compiled against {@code before}, on a server with {@code
     * after}.
     */
    private List<String> problems(String before, String after, String... pack) throws IOException {
        return problems(List.of(before), List.of(after), Map.of(), pack);
    }

    private List<String> problems(
            List<String> before, List<String> after, Map<String, String> files, String... pack)
            throws IOException {
        Path original = server("before.jar", before);
        String[] sources = new String[pack.length];
        for (int i = 0; i < pack.length; i++) {
            sources[i] = pack[i].startsWith("package") ? pack[i] : "package pack; " + pack[i];
        }
        Path jar = Sources.jar(folder.resolve("pack.jar"), List.of(original), files, sources);
        Path present = server("after.jar", after);
        assertThat(problemsOf(jar, original, original)).isEmpty();
        return problemsOf(jar, original, present);
    }

    private List<String> problemsOf(Path jar, Path original, Path present) throws IOException {
        return List.copyOf(LinkageCheck.problems(jar, List.of(original), List.of(present), named));
    }

    private Path server(String name, List<String> types) throws IOException {
        return Sources.jar(
                folder.resolve(name),
                List.of(),
                Map.of(),
                types.stream().map(type -> "package server; " + type).toArray(String[]::new));
    }

    @Test
    void sameServerIsAllRight() throws IOException {
        assertThat(problems(USER, USER, CALL)).isEmpty();
    }

    @Test
    void classIsGone() throws IOException {
        assertThat(problems(USER, "class Other {}", CALL))
                .containsExactly("pack.Call: no class server.User");
    }

    @Test
    void classIsNoLongerPublic() throws IOException {
        assertThat(problems(USER, USER.replace("public class", "class"), CALL))
                .containsExactly("pack.Call: no access to class server.User");
    }

    @Test
    void classHasBecomeAnInterface() throws IOException {
        assertThat(problems(USER, "public interface User { String id(); }", CALL))
                .containsExactly("pack.Call: server.User is an interface");
    }

    @Test
    void classHasBecomeAbstract() throws IOException {
        assertThat(
                        problems(
                                USER,
                                USER.replace("class", "abstract class"),
                                "class New { Object u = new server.User(); }"))
                .containsExactly("pack.New: creates the abstract server.User");
    }

    @Test
    void methodIsGone() throws IOException {
        assertThat(problems(USER, "public class User {}", CALL))
                .containsExactly("pack.Call: no server.User.id(): java.lang.String");
    }

    @Test
    void methodTakesSomethingElse() throws IOException {
        assertThat(
                        problems(
                                "public class User { public void set(String a, int[] b) {} }",
                                "public class User { public void set(Object a, int[] b) {} }",
                                "class Call { void f(server.User u) { u.set(\"\", null); } }"))
                .containsExactly("pack.Call: no server.User.set(java.lang.String, int[]): void");
    }

    @Test
    void methodReturnsSomethingElse() throws IOException {
        assertThat(problems(USER, USER.replace("String", "Object"), CALL))
                .containsExactly("pack.Call: no server.User.id(): java.lang.String");
    }

    @Test
    void methodHasBecomeStatic() throws IOException {
        assertThat(problems(USER, USER.replace("public String", "public static String"), CALL))
                .containsExactly("pack.Call: server.User.id(): java.lang.String is static");
    }

    @Test
    void methodIsNoLongerStatic() throws IOException {
        assertThat(
                        problems(
                                USER.replace("public String", "public static String"),
                                USER,
                                "class Call { String id = server.User.id(); }"))
                .containsExactly("pack.Call: server.User.id(): java.lang.String is not static");
    }

    @Test
    void methodIsNoLongerPublic() throws IOException {
        for (String access : List.of("protected", "", "private")) {
            assertThat(problems(USER, USER.replace("public String", access + " String"), CALL))
                    .as(access)
                    .containsExactly("pack.Call: no access to server.User.id(): java.lang.String");
        }
    }

    @Test
    void subclassesCallProtectedMethods() throws IOException {
        assertThat(
                        problems(
                                USER,
                                USER.replace("public String", "protected String"),
                                "class Sub extends server.User { String own() { return id(); } }"))
                .isEmpty();
    }

    @Test
    void methodsMayMoveToSupertypes() throws IOException {
        assertThat(
                        problems(
                                List.of(USER),
                                List.of(
                                        "public class User extends Base {}",
                                        "class Base { public String id() { return null; } }"),
                                Map.of(),
                                CALL))
                .isEmpty();
        String declaring = "public interface Model { String id(); }";
        assertThat(
                        problems(
                                List.of(declaring),
                                List.of(
                                        "public interface Model extends Base {}",
                                        "interface Base { String id(); }"),
                                Map.of(),
                                "class Call { String id(server.Model m) { return m.id(); } }"))
                .isEmpty();
    }

    /** Unlike for a call, the compiler names the supertype that declares the method. */
    @Test
    void methodReferenceNamesTheSupertype() throws IOException {
        assertThat(
                        problems(
                                List.of(
                                        "public interface User extends Role, Model {}",
                                        "public interface Role {}",
                                        "public interface Model { String id(); }"),
                                List.of(
                                        "public interface User extends Role { String id(); }",
                                        "public interface Role {}"),
                                Map.of(),
                                "class Call { java.util.function.Function<server.User, String> f"
                                        + " = server.User::id; }"))
                .containsExactly("pack.Call: no class server.Model");
    }

    @Test
    void constructorIsGoneThoughTheSuperclassHasIt() throws IOException {
        assertThat(
                        problems(
                                List.of("public class User { public User(int a) {} }"),
                                List.of(
                                        "public class User extends Base { public User() {} }",
                                        "class Base { Base() {} public Base(int a) {} }"),
                                Map.of(),
                                "class New { Object u = new server.User(1); }"))
                .containsExactly("pack.New: no server.User.<init>(int): void");
    }

    @Test
    void fieldIsGoneOrOfAnotherType() throws IOException {
        for (String after : List.of("", "public static Long ID = null;")) {
            assertThat(
                            problems(
                                    "public class User { public static String ID = null; }",
                                    "public class User { " + after + " }",
                                    "class Get { Object id = server.User.ID; }"))
                    .containsExactly("pack.Get: no server.User.ID: java.lang.String");
        }
    }

    @Test
    void annotationHasLostAMember() throws IOException {
        String before = "public @interface Mark { String value(); int[] more() default {}; }";
        assertThat(
                        problems(
                                before,
                                before.replace("int[] more() default {};", ""),
                                "class Marked { @server.Mark(value = \"\", more = 1) int a; }"))
                .containsExactly("pack.Marked: no more in server.Mark");
    }

    @Test
    void interfaceWantsMore() throws IOException {
        String before = "public interface Provider { void close(); }";
        String after = "public interface Provider { void close(); String id(); }";
        String pack = "class Mine implements server.Provider { public void close() {} }";
        assertThat(problems(before, after, pack))
                .containsExactly(
                        "pack.Mine: does not implement server.Provider.id(): java.lang.String");
        assertThat(problems(before, after, "abstract " + pack)).isEmpty();
        assertThat(
                        problems(
                                before,
                                after.replace("String id();", "default int id() { return 1; }"),
                                pack))
                .isEmpty();
    }

    @Test
    void superclassImplementsForAll() throws IOException {
        String base = "public abstract class Base implements Provider { public void close() {} }";
        assertThat(
                        problems(
                                List.of("public interface Provider { void close(); }", base),
                                List.of(
                                        "public interface Provider { void close(); int id(); }",
                                        base.replace(
                                                "{ public",
                                                "{ public int id() { return 1; }" + " public")),
                                Map.of(),
                                "class Mine extends server.Base {}"))
                .isEmpty();
    }

    @Test
    void lambdaOfAnotherShape() throws IOException {
        String before = "public interface Task { void run(String a); }";
        String pack = "class Mine { server.Task task = a -> {}; }";
        assertThat(problems(before, before.replace("String", "Object"), pack))
                .containsExactly(
                        "pack.Mine: no server.Task.run(java.lang.String): void",
                        "pack.Mine: server.Task also has run(java.lang.Object): void");
        assertThat(problems(before, before.replace("; }", "; void stop(); }"), pack))
                .containsExactly("pack.Mine: server.Task also has stop(): void");
        assertThat(problems(before, before.replace("; }", "; boolean equals(Object o); }"), pack))
                .isEmpty();
    }

    @Test
    void overriddenMethodHasBecomeFinal() throws IOException {
        assertThat(
                        problems(
                                USER,
                                USER.replace("public String", "public final String"),
                                "class Sub extends server.User"
                                        + " { public String id() { return \"\"; } }"))
                .containsExactly(
                        "pack.Sub: overrides the final server.User.id(): java.lang.String");
    }

    @Test
    void superclassHasBecomeFinal() throws IOException {
        assertThat(
                        problems(
                                USER,
                                USER.replace("public class", "public final class"),
                                "class Sub extends server.User {}"))
                .containsExactly("pack.Sub: extends the final server.User");
    }

    @Test
    void overrideThatOverridesNothing() throws IOException {
        assertThat(
                        problems(
                                USER,
                                USER.replace("id()", "id(int a)"),
                                "class Sub extends server.User"
                                        + " { @Override public String id() { return \"\"; }"
                                        + " public void own() {} }"))
                .containsExactly("pack.Sub: overrides nothing with id(): java.lang.String");
    }

    @Test
    void optionalMethodIsForTwoPackagesOnly() throws IOException {
        named.add(new NamedMethod("server.User", "id", "()Ljava/lang/String;", false));
        String after = "public class User {}";
        assertThat(problems(USER, after, "package pack.compat; " + CALL)).isEmpty();
        assertThat(problems(USER, after, "package pack.keycloak; " + CALL)).isEmpty();
        assertThat(problems(USER, after, CALL))
                .containsExactly("pack.Call: no server.User.id(): java.lang.String");
    }

    @Test
    void optionalOverride() throws IOException {
        named.add(new NamedMethod("server.User", "id", "()Ljava/lang/String;", false));
        assertThat(
                        problems(
                                USER,
                                "public class User {}",
                                "class Sub extends server.User"
                                        + " { @Override public String id() { return \"\"; } }"))
                .isEmpty();
    }

    @Test
    void namedMethodIsGone() throws IOException {
        named.add(new NamedMethod("server.User", "id", "()Ljava/lang/String;", true));
        assertThat(problems(USER, "public class User {}", "class Nothing {}"))
                .containsExactly("named: no server.User.id(): java.lang.String");
    }

    @Test
    void serviceIsGone() throws IOException {
        assertThat(
                        problems(
                                List.of("public interface Provider {}"),
                                List.of("class Other {}"),
                                Map.of("META-INF/services/server.Provider", "pack.Mine\n"),
                                "public class Mine implements server.Provider {}"))
                .contains("META-INF/services: no class server.Provider");
    }

    @Test
    void javasOwnClassesAreNotChecked() throws IOException {
        assertThat(
                        problems(
                                USER,
                                USER,
                                "class Call { Object o = new java.util.ArrayList<String>() {};"
                                        + " int n = \"\".length(); Object c = new int[0].clone(); }"))
                .isEmpty();
    }
}
