package io.authrealm.linkage;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The classes of a jar among those of a server and of Java, and what they inherit. */
final class Hierarchy {

    /** A method that a class declares and that overrides one of a supertype. */
    record Overriding(String className, Member method) {}

    private final ClassPath ours;
    private final ClassPath server;
    private final Map<String, Optional<ClassShape>> javas = new HashMap<>();

    Hierarchy(ClassPath ours, ClassPath server) {
        this.ours = ours;
        this.server = server;
    }

    Optional<ClassShape> find(String name) {
        return ours.find(name).or(() -> server.find(name)).or(() -> ofJava(name));
    }

    /** A class that belongs neither to the jar nor to Java. */
    Optional<ClassShape> ofServer(String name) {
        return ours.contains(name) ? Optional.empty() : server.find(name);
    }

    Optional<Inherited> findField(ClassShape owner, Member field) {
        return supertypes(owner).stream()
                .filter(type -> type.fields().containsKey(field))
                .map(type -> new Inherited(type, type.fields().get(field)))
                .findFirst();
    }

    /** A method of a class takes precedence over one of an interface. */
    Optional<Inherited> findMethod(ClassShape owner, Member method) {
        List<Inherited> found =
                supertypes(owner).stream().flatMap(type -> type.method(method).stream()).toList();
        return found.stream()
                .filter(candidate -> !candidate.declaring().isInterface())
                .findFirst()
                .or(() -> found.stream().filter(c -> isMostSpecific(c, found)).findFirst());
    }

    /** The methods of an interface that have no implementation. */
    Set<Member> openMethods(ClassShape type) {
        return supertypes(type).stream()
                .filter(ClassShape::isInterface)
                .flatMap(supertype -> supertype.methods().keySet().stream())
                .filter(
                        method ->
                                findMethod(type, method).filter(Inherited::isAbstract).isPresent())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Whether no other of the interfaces that declare the method extends this one. */
    private boolean isMostSpecific(Inherited candidate, List<Inherited> all) {
        return all.stream()
                .map(Inherited::declaring)
                .filter(other -> !other.equals(candidate.declaring()))
                .noneMatch(other -> supertypes(other).contains(candidate.declaring()));
    }

    /** The class itself, its superclasses from the bottom up, and then all its interfaces. */
    Set<ClassShape> supertypes(ClassShape shape) {
        Set<ClassShape> all = new LinkedHashSet<>(superclasses(shape));
        for (ClassShape type : List.copyOf(all)) {
            addInterfaces(type, all);
        }
        return all;
    }

    private void addInterfaces(ClassShape shape, Set<ClassShape> all) {
        for (String name : shape.interfaces()) {
            find(name)
                    .ifPresent(
                            found -> {
                                all.add(found);
                                addInterfaces(found, all);
                            });
        }
    }

    /** From the class itself upwards, as far as they are known. */
    List<ClassShape> superclasses(ClassShape shape) {
        List<ClassShape> all = new ArrayList<>();
        Optional<ClassShape> next = Optional.of(shape);
        while (next.isPresent()) {
            all.add(next.get());
            String parent = next.get().superName();
            next = parent == null ? Optional.empty() : find(parent);
        }
        return all;
    }

    /** The jar's own methods that override or implement one of the server's. */
    Set<Overriding> overriding() {
        Set<Overriding> all = new LinkedHashSet<>();
        for (String name : ours.names()) {
            ClassShape shape = ours.find(name).orElseThrow();
            for (ClassShape supertype : supertypes(shape)) {
                if (ofServer(supertype.name()).isPresent()) {
                    shape.methods().keySet().stream()
                            .filter(method -> !method.isConstructor())
                            .filter(method -> shape.method(method).orElseThrow().isVirtual())
                            .filter(method -> supertype.method(method).isPresent())
                            .forEach(method -> all.add(new Overriding(name, method)));
                }
            }
        }
        return all;
    }

    private Optional<ClassShape> ofJava(String name) {
        return javas.computeIfAbsent(name, Hierarchy::readFromJava);
    }

    private static Optional<ClassShape> readFromJava(String name) {
        ClassLoader java = ClassLoader.getPlatformClassLoader();
        try (InputStream in = java.getResourceAsStream(name + ".class")) {
            return in == null ? Optional.empty() : Optional.of(ClassShape.read(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
