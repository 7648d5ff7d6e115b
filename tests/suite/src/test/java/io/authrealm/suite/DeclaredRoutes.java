package io.authrealm.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The routes that the resource classes in the jar declare by their annotations, as {@code GET
 * /v1/users/{id}}. The classes are loaded together with those of the server, as in the server.
 */
final class DeclaredRoutes {

    private static final String ROOT = "io.authrealm.api.dialect.qeet.QeetApi";
    private static final String ANY_OTHER = "AnyOtherRoute";

    private DeclaredRoutes() {}

    /** Those of Qeet ID. */
    static Set<String> all() {
        return of(ROOT, "/v1");
    }

    /** Those of the dialect whose first resource class this is. */
    static Set<String> of(String root, String prefix) {
        try (URLClassLoader loader =
                new URLClassLoader(jars(), ClassLoader.getPlatformClassLoader())) {
            Set<String> routes = new TreeSet<>();
            collect(loader.loadClass(root), prefix, routes);
            return routes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    private static URL[] jars() throws IOException {
        List<URL> jars = new ArrayList<>();
        jars.add(url(TestServer.jar()));
        try (Stream<Path> files = Files.walk(TestServer.home().resolve("lib/lib"))) {
            files.filter(file -> file.toString().endsWith(".jar"))
                    .map(DeclaredRoutes::url)
                    .forEach(jars::add);
        }
        return jars.toArray(URL[]::new);
    }

    private static URL url(Path file) {
        try {
            return file.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void collect(Class<?> resource, String prefix, Set<String> routes)
            throws ReflectiveOperationException {
        for (Method method : resource.getDeclaredMethods()) {
            Optional<String> path = valueOf(method.getAnnotations(), "jakarta.ws.rs.Path");
            String here = path.map(p -> join(prefix, p)).orElse(prefix);
            boolean isEndpoint = false;
            for (Annotation annotation : method.getAnnotations()) {
                Optional<String> verb =
                        valueOf(
                                annotation.annotationType().getAnnotations(),
                                "jakarta.ws.rs.HttpMethod");
                if (verb.isPresent()) {
                    isEndpoint = true;
                    routes.add(verb.get() + " " + here);
                }
            }
            Class<?> next = method.getReturnType();
            if (!isEndpoint && path.isPresent() && !next.getSimpleName().equals(ANY_OTHER)) {
                collect(next, here, routes);
            }
        }
    }

    /** Leaves out the pattern and the name of a parameter. */
    private static String join(String prefix, String path) {
        String plain = path.replaceAll("\\{[^{}]*(\\{[^{}]*}[^{}]*)*}", "{id}");
        return plain.isEmpty() ? prefix : prefix + "/" + plain;
    }

    private static Optional<String> valueOf(Annotation[] annotations, String name)
            throws ReflectiveOperationException {
        for (Annotation annotation : annotations) {
            Class<?> type = annotation.annotationType();
            if (type.getName().equals(name)) {
                return Optional.of((String) type.getMethod("value").invoke(annotation));
            }
        }
        return Optional.empty();
    }
}
