package io.authrealm.linkage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Checks whether the classes of a jar can be linked to a server's. Everything to which they refer
 * has to exist, has to have the kind and the descriptor against which they were compiled, and has
 * to be accessible. The classes have to implement what they must implement. The Java virtual
 * machine checks the same one by one, when it reaches the code that refers to it.
 *
 * <p>In addition, a method that was compiled as an override has to override something, and the
 * interface of a {@code META-INF/services} file has to exist; Java reports neither.
 *
 * <p>Classes of Java itself are not checked; the compiler does that with {@code --release}.
 */
public final class LinkageCheck {

    /**
     * The packages that may refer to members that some servers lack, because they check first
     * whether they exist.
     */
    private static final List<String> CAREFUL = List.of("/compat/", "/keycloak/");

    private final ClassPath ours;
    private final Hierarchy hierarchy;
    private final List<NamedMethod> named;
    private final SortedSet<String> problems = new TreeSet<>();

    private LinkageCheck(ClassPath ours, Hierarchy hierarchy, List<NamedMethod> named) {
        this.ours = ours;
        this.hierarchy = hierarchy;
        this.named = named;
    }

    /**
     * Returns one line for each reference that would fail.
     *
     * @param jar the jar to check
     * @param compiledAgainst the jars against which it was compiled
     * @param server the jars to which it is to be linked
     * @param named the members of the server that the jar names beyond its class files
     */
    public static SortedSet<String> problems(
            Path jar, List<Path> compiledAgainst, List<Path> server, List<NamedMethod> named)
            throws IOException {
        try (ClassPath ours = new ClassPath(List.of(jar));
                ClassPath original = new ClassPath(compiledAgainst);
                ClassPath present = new ClassPath(server)) {
            LinkageCheck check = new LinkageCheck(ours, new Hierarchy(ours, present), named);
            check.checkClasses();
            check.checkServices();
            check.checkNames();
            check.checkOverrides(new Hierarchy(ours, original).overriding());
            return check.problems;
        }
    }

    private void checkClasses() {
        for (String name : ours.names()) {
            ClassShape shape = ours.find(name).orElseThrow();
            checkSupertypes(shape);
            References.of(ours.bytes(name)).forEach(reference -> check(shape, reference));
        }
    }

    private void checkServices() {
        ours.services()
                .forEach(
                        (service, providers) -> {
                            Optional<ClassShape> type = hierarchy.find(internal(service));
                            if (type.isEmpty()) {
                                problems.add("META-INF/services: no class " + service);
                                return;
                            }
                            for (String provider : providers) {
                                boolean isServed =
                                        hierarchy
                                                .find(internal(provider))
                                                .map(hierarchy::supertypes)
                                                .filter(types -> types.contains(type.get()))
                                                .isPresent();
                                if (!isServed) {
                                    problems.add(
                                            "META-INF/services: " + provider + " is no " + service);
                                }
                            }
                        });
    }

    private void checkNames() {
        named.stream()
                .filter(NamedMethod::isExpected)
                .filter(
                        method ->
                                hierarchy
                                        .ofServer(method.internalOwner())
                                        .flatMap(owner -> owner.method(method.member()))
                                        .isEmpty())
                .forEach(
                        method ->
                                problems.add(
                                        "named: no " + method.owner() + '.' + method.member()));
    }

    private void checkOverrides(Set<Hierarchy.Overriding> compiled) {
        Set<Hierarchy.Overriding> present = hierarchy.overriding();
        compiled.stream()
                .filter(overriding -> !present.contains(overriding))
                .filter(
                        overriding ->
                                hierarchy
                                        .superclasses(
                                                ours.find(overriding.className()).orElseThrow())
                                        .stream()
                                        .noneMatch(
                                                type ->
                                                        mayBeMissing(
                                                                type.name(), overriding.method())))
                .forEach(
                        overriding ->
                                problems.add(
                                        dotted(overriding.className())
                                                + ": overrides nothing with "
                                                + overriding.method()));
    }

    private boolean mayBeMissing(String owner, Member method) {
        return named.stream()
                .anyMatch(
                        candidate ->
                                !candidate.isExpected()
                                        && candidate.internalOwner().equals(owner)
                                        && candidate.member().equals(method));
    }

    private void check(ClassShape from, Reference reference) {
        if (reference instanceof Reference.ToClass to) {
            checkClass(from, to.name());
        } else if (reference instanceof Reference.ToInstance to) {
            hierarchy
                    .ofServer(to.name())
                    .filter(ClassShape::isAbstract)
                    .ifPresent(type -> add(from, "creates the abstract " + dotted(type.name())));
        } else if (reference instanceof Reference.ToField to) {
            hierarchy.ofServer(to.owner()).ifPresent(owner -> checkField(from, owner, to));
        } else if (reference instanceof Reference.ToMethod to) {
            hierarchy.ofServer(to.owner()).ifPresent(owner -> checkMethod(from, owner, to));
        } else if (reference instanceof Reference.ToElement to) {
            hierarchy
                    .ofServer(to.annotation())
                    .filter(type -> !type.hasMethod(to.name()))
                    .ifPresent(type -> add(from, "no " + to.name() + " in " + dotted(type.name())));
        } else if (reference instanceof Reference.ToFunction to) {
            hierarchy
                    .ofServer(to.functionalInterface())
                    .ifPresent(target -> checkFunction(from, target, to.method()));
        }
    }

    private void checkClass(ClassShape from, String name) {
        if (hierarchy.find(name).isEmpty() && !isOfJava(name)) {
            add(from, "no class " + dotted(name));
        }
        hierarchy
                .ofServer(name)
                .filter(type -> !type.isPublic() && !type.isInPackageOf(from.name()))
                .ifPresent(type -> add(from, "no access to class " + dotted(name)));
    }

    private void checkField(ClassShape from, ClassShape owner, Reference.ToField to) {
        checkMember(from, owner, to.field(), hierarchy.findField(owner, to.field()), to.isStatic());
    }

    private void checkMethod(ClassShape from, ClassShape owner, Reference.ToMethod to) {
        if (owner.isInterface() != to.isOwnerInterface()) {
            add(from, dotted(owner.name()) + " is " + kind(owner));
        } else if (CAREFUL.stream().noneMatch(from.name()::contains)
                || !mayBeMissing(owner.name(), to.method())) {
            Optional<Inherited> found =
                    to.method().isConstructor()
                            ? owner.method(to.method())
                            : hierarchy.findMethod(owner, to.method());
            checkMember(from, owner, to.method(), found, to.isStatic());
        }
    }

    private void checkMember(
            ClassShape from,
            ClassShape owner,
            Member member,
            Optional<Inherited> found,
            boolean isStatic) {
        String name = dotted(owner.name()) + '.' + member;
        if (found.isEmpty()) {
            add(from, "no " + name);
        } else if (found.get().isStatic() != isStatic) {
            add(from, name + (isStatic ? " is not static" : " is static"));
        } else if (!isAccessible(from, found.get())) {
            add(from, "no access to " + name);
        }
    }

    private boolean isAccessible(ClassShape from, Inherited found) {
        if (found.isPublic() || found.isPrivate()) {
            return found.isPublic();
        }
        return found.declaring().isInPackageOf(from.name())
                || (found.isProtected()
                        && hierarchy.superclasses(from).contains(found.declaring()));
    }

    private void checkSupertypes(ClassShape shape) {
        hierarchy
                .ofServer(shape.superName())
                .ifPresent(
                        parent -> {
                            if (parent.isInterface()) {
                                add(shape, dotted(parent.name()) + " is an interface");
                            } else if (parent.isFinal()) {
                                add(shape, "extends the final " + dotted(parent.name()));
                            }
                        });
        for (String name : shape.interfaces()) {
            hierarchy
                    .ofServer(name)
                    .filter(parent -> !parent.isInterface())
                    .ifPresent(parent -> add(shape, dotted(name) + " is a class"));
        }
        for (ClassShape supertype : hierarchy.supertypes(shape)) {
            if (hierarchy.ofServer(supertype.name()).isPresent()) {
                supertype
                        .methods()
                        .forEach(
                                (method, access) ->
                                        checkInherited(
                                                shape, method, new Inherited(supertype, access)));
            }
        }
    }

    private void checkInherited(ClassShape shape, Member method, Inherited inherited) {
        String name = dotted(inherited.declaring().name()) + '.' + method;
        if (inherited.isFinal() && !inherited.isPrivate() && shape.method(method).isPresent()) {
            add(shape, "overrides the final " + name);
        }
        if (inherited.isAbstract()
                && !shape.isAbstract()
                && hierarchy.findMethod(shape, method).filter(f -> !f.isAbstract()).isEmpty()) {
            add(shape, "does not implement " + name);
        }
    }

    /** A lambda implements the one method of an interface that has no implementation. */
    private void checkFunction(ClassShape from, ClassShape target, Member method) {
        Set<Member> open = hierarchy.openMethods(target);
        if (!open.remove(method)) {
            add(from, "no " + dotted(target.name()) + '.' + method);
        }
        open.forEach(other -> add(from, dotted(target.name()) + " also has " + other));
    }

    private void add(ClassShape from, String problem) {
        problems.add(dotted(from.name()) + ": " + problem);
    }

    private static String kind(ClassShape shape) {
        return shape.isInterface() ? "an interface" : "a class";
    }

    /** This includes packages of modules that are not loaded by default. */
    private static boolean isOfJava(String name) {
        return name.startsWith("java/") || name.startsWith("jdk/");
    }

    private static String dotted(String name) {
        return name.replace('/', '.');
    }

    private static String internal(String name) {
        return name.replace('.', '/');
    }
}
