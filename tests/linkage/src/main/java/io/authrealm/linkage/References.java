package io.authrealm.linkage;

import java.util.LinkedHashSet;
import java.util.Set;
import org.objectweb.asm.AnnotationVisitor;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ConstantDynamic;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.RecordComponentVisitor;
import org.objectweb.asm.Type;

/**
 * Collects the references of a class. Generic signatures are left out, because they are not linked.
 */
final class References extends ClassVisitor {

    private static final String LAMBDAS = "java/lang/invoke/LambdaMetafactory";

    private final Set<Reference> found = new LinkedHashSet<>();

    private References() {
        super(Opcodes.ASM9);
    }

    static Set<Reference> of(byte[] classFile) {
        References references = new References();
        new ClassReader(classFile).accept(references, ClassReader.SKIP_FRAMES);
        return references.found;
    }

    private void type(String internalName) {
        Type type = Type.getObjectType(internalName);
        type(type);
    }

    private void type(Type type) {
        switch (type.getSort()) {
            case Type.ARRAY -> type(type.getElementType());
            case Type.OBJECT -> found.add(new Reference.ToClass(type.getInternalName()));
            case Type.METHOD -> {
                type(type.getReturnType());
                for (Type argument : type.getArgumentTypes()) {
                    type(argument);
                }
            }
            default -> {
                // A primitive one.
            }
        }
    }

    private void types(String[] internalNames) {
        if (internalNames != null) {
            for (String name : internalNames) {
                type(name);
            }
        }
    }

    private void field(String owner, String name, String descriptor, boolean isStatic) {
        type(owner);
        type(Type.getType(descriptor));
        found.add(new Reference.ToField(owner, new Member(name, descriptor), isStatic));
    }

    private void method(
            String owner, String name, String descriptor, boolean isStatic, boolean isInterface) {
        type(owner);
        type(Type.getMethodType(descriptor));
        found.add(
                new Reference.ToMethod(owner, new Member(name, descriptor), isStatic, isInterface));
    }

    private void constant(Object value) {
        if (value instanceof Type type) {
            type(type);
        } else if (value instanceof Handle handle) {
            handle(handle);
        } else if (value instanceof ConstantDynamic dynamic) {
            handle(dynamic.getBootstrapMethod());
            for (int i = 0; i < dynamic.getBootstrapMethodArgumentCount(); i++) {
                constant(dynamic.getBootstrapMethodArgument(i));
            }
        }
    }

    private void handle(Handle handle) {
        String owner = handle.getOwner();
        switch (handle.getTag()) {
            case Opcodes.H_GETFIELD, Opcodes.H_PUTFIELD ->
                    field(owner, handle.getName(), handle.getDesc(), false);
            case Opcodes.H_GETSTATIC, Opcodes.H_PUTSTATIC ->
                    field(owner, handle.getName(), handle.getDesc(), true);
            default -> {
                method(
                        owner,
                        handle.getName(),
                        handle.getDesc(),
                        handle.getTag() == Opcodes.H_INVOKESTATIC,
                        handle.isInterface());
                if (handle.getTag() == Opcodes.H_NEWINVOKESPECIAL) {
                    found.add(new Reference.ToInstance(owner));
                }
            }
        }
    }

    private AnnotationVisitor annotation(String descriptor) {
        Type annotation = Type.getType(descriptor);
        type(annotation);
        return new Annotation(annotation.getInternalName());
    }

    @Override
    public void visit(
            int version,
            int access,
            String name,
            String signature,
            String superName,
            String[] interfaces) {
        type(superName);
        types(interfaces);
    }

    @Override
    public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
        return annotation(descriptor);
    }

    @Override
    public FieldVisitor visitField(
            int access, String name, String descriptor, String signature, Object value) {
        type(Type.getType(descriptor));
        return new FieldVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return annotation(descriptor);
            }
        };
    }

    @Override
    public RecordComponentVisitor visitRecordComponent(
            String name, String descriptor, String signature) {
        return new RecordComponentVisitor(Opcodes.ASM9) {
            @Override
            public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
                return annotation(descriptor);
            }
        };
    }

    @Override
    public MethodVisitor visitMethod(
            int access, String name, String descriptor, String signature, String[] thrown) {
        type(Type.getMethodType(descriptor));
        types(thrown);
        return new Code();
    }

    private final class Annotation extends AnnotationVisitor {

        private final String annotation;

        Annotation(String annotation) {
            super(Opcodes.ASM9);
            this.annotation = annotation;
        }

        /** The values of an array have no names. */
        private void element(String name) {
            if (name != null) {
                found.add(new Reference.ToElement(annotation, name));
            }
        }

        @Override
        public void visit(String name, Object value) {
            element(name);
            constant(value);
        }

        @Override
        public void visitEnum(String name, String descriptor, String value) {
            element(name);
            field(Type.getType(descriptor).getInternalName(), value, descriptor, true);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String name, String descriptor) {
            element(name);
            return annotation(descriptor);
        }

        @Override
        public AnnotationVisitor visitArray(String name) {
            element(name);
            return this;
        }
    }

    private final class Code extends MethodVisitor {

        Code() {
            super(Opcodes.ASM9);
        }

        @Override
        public AnnotationVisitor visitAnnotation(String descriptor, boolean visible) {
            return annotation(descriptor);
        }

        @Override
        public AnnotationVisitor visitParameterAnnotation(
                int parameter, String descriptor, boolean visible) {
            return annotation(descriptor);
        }

        @Override
        public void visitTypeInsn(int opcode, String type) {
            type(type);
            if (opcode == Opcodes.NEW) {
                found.add(new Reference.ToInstance(type));
            }
        }

        @Override
        public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
            field(
                    owner,
                    name,
                    descriptor,
                    opcode == Opcodes.GETSTATIC || opcode == Opcodes.PUTSTATIC);
        }

        @Override
        public void visitMethodInsn(
                int opcode, String owner, String name, String descriptor, boolean isInterface) {
            method(owner, name, descriptor, opcode == Opcodes.INVOKESTATIC, isInterface);
        }

        @Override
        public void visitInvokeDynamicInsn(
                String name, String descriptor, Handle bootstrap, Object... arguments) {
            type(Type.getMethodType(descriptor));
            handle(bootstrap);
            for (Object argument : arguments) {
                constant(argument);
            }
            if (bootstrap.getOwner().equals(LAMBDAS)) {
                found.add(
                        new Reference.ToFunction(
                                Type.getReturnType(descriptor).getInternalName(),
                                new Member(name, ((Type) arguments[0]).getDescriptor())));
            }
        }

        @Override
        public void visitLdcInsn(Object value) {
            constant(value);
        }

        @Override
        public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
            type(Type.getType(descriptor));
        }

        @Override
        public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
            if (type != null) {
                type(type);
            }
        }
    }
}
