package io.authrealm.linkage;

import org.objectweb.asm.Opcodes;

/**
 * A method or field as a class has it.
 *
 * @param declaring the class itself, or the supertype from which it inherits the member
 */
record Inherited(ClassShape declaring, int access) {

    boolean isStatic() {
        return has(Opcodes.ACC_STATIC);
    }

    boolean isAbstract() {
        return has(Opcodes.ACC_ABSTRACT);
    }

    boolean isPublic() {
        return has(Opcodes.ACC_PUBLIC);
    }

    boolean isProtected() {
        return has(Opcodes.ACC_PROTECTED);
    }

    boolean isPrivate() {
        return has(Opcodes.ACC_PRIVATE);
    }

    boolean isFinal() {
        return has(Opcodes.ACC_FINAL);
    }

    /** Whether it can override and be overridden. */
    boolean isVirtual() {
        return !isStatic() && !isPrivate();
    }

    private boolean has(int flag) {
        return (access & flag) != 0;
    }
}
