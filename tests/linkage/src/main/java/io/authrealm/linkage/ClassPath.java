package io.authrealm.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/** The classes in some jars, read on demand. If two have the same name, the first counts. */
final class ClassPath implements AutoCloseable {

    private static final String SERVICES = "META-INF/services/";

    private record Place(JarFile jar, JarEntry entry) {}

    private final List<JarFile> jars = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Optional<ClassShape>> shapes = new HashMap<>();

    ClassPath(List<Path> jars) throws IOException {
        for (Path path : jars) {
            JarFile jar = new JarFile(path.toFile(), false, ZipFile.OPEN_READ, Runtime.version());
            this.jars.add(jar);
            jar.versionedStream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .filter(entry -> !entry.getName().endsWith("module-info.class"))
                    .forEach(
                            entry ->
                                    places.putIfAbsent(
                                            entry.getName().replaceFirst("\\.class$", ""),
                                            new Place(jar, entry)));
        }
    }

    /**
     * The implementing classes that each {@code META-INF/services} file lists for its interface.
     */
    Map<String, List<String>> services() {
        Map<String, List<String>> services = new TreeMap<>();
        for (JarFile jar : jars) {
            jar.stream()
                    .filter(entry -> entry.getName().startsWith(SERVICES) && !entry.isDirectory())
                    .forEach(
                            entry ->
                                    services.put(
                                            entry.getName().substring(SERVICES.length()),
                                            providers(new Place(jar, entry))));
        }
        return services;
    }

    private static List<String> providers(Place place) {
        return new String(bytes(place), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.replaceFirst("#.*", "").trim())
                .filter(line -> !line.isEmpty())
                .toList();
    }

    Set<String> names() {
        return places.keySet();
    }

    boolean contains(String className) {
        return places.containsKey(className);
    }

    Optional<ClassShape> find(String className) {
        return shapes.computeIfAbsent(
                className, name -> contains(name) ? Optional.of(shape(name)) : Optional.empty());
    }

    byte[] bytes(String className) {
        Place place = places.get(className);
        if (place == null) {
            throw new IllegalArgumentException("no class " + className);
        }
        return bytes(place);
    }

    private static byte[] bytes(Place place) {
        try (InputStream in = place.jar().getInputStream(place.entry())) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ClassShape shape(String className) {
        return ClassShape.read(bytes(className));
    }

    @Override
    public void close() throws IOException {
        for (JarFile jar : jars) {
            jar.close();
        }
    }
}
