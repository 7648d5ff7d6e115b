package io.authrealm.linkage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The parts of a class to which other classes can link: its kind, its supertypes and its members.
 *
 * @param name as in class files, with slashes
 * @param superName null for {@code java/lang/Object}
 * @param methods the access flags of each method that the class declares itself
 * @param fields the access flags of each field that the class declares itself
 */
record ClassShape(
        String name,
        int access,
        String superName,
        List<String> interfaces,
        Map<Member, Integer> methods,
        Map<Member, Integer> fields) {

    static ClassShape read(byte[] classFile) {
        Reader reader = new Reader();
        new ClassReader(classFile)
                .accept(
                        reader,
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return reader.shape;
    }

    /**
     * Each class is read only once. Comparing all members would take most of the time of a check.
     */
    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** What the class declares itself. */
    Optional<Inherited> method(Member method) {
        return Optional.ofNullable(methods.get(method)).map(flags -> new Inherited(this, flags));
    }

    boolean hasMethod(String name) {
        return methods.keySet().stream().anyMatch(method -> method.name().equals(name));
    }

    boolean isInterface() {
        return has(Opcodes.ACC_INTERFACE);
    }

    boolean isPublic() {
        return has(Opcodes.ACC_PUBLIC);
    }

    boolean isFinal() {
        return has(Opcodes.ACC_FINAL);
    }

    boolean isAbstract() {
        return has(Opcodes.ACC_ABSTRACT);
    }

    boolean isInPackageOf(String other) {
        return packageOf(name).equals(packageOf(other));
    }

    private boolean has(int flag) {
        return (access & flag) != 0;
    }

    private static String packageOf(String className) {
        return className.substring(0, className.lastIndexOf('/') + 1);
    }

    private static final class Reader extends ClassVisitor {

        /** Set by {@link #visit}, which comes before all else. */
        @SuppressWarnings("NullAway.Init")
        private ClassShape shape;

        Reader() {
            super(Opcodes.ASM9);
        }

        @Override
        public void visit(
                int version,
                int access,
                String name,
                String signature,
                String superName,
                String[] interfaces) {
            shape =
                    new ClassShape(
                            name,
                            access,
                            superName,
                            List.of(interfaces),
                            new HashMap<>(),
                            new HashMap<>());
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] thrown) {
            shape.methods.put(new Member(name, descriptor), access);
            return null;
        }

        @Override
        public @Nullable FieldVisitor visitField(
                int access, String name, String descriptor, String signature, Object value) {
            shape.fields.put(new Member(name, descriptor), access);
            return null;
        }
    }
}
