package io.authrealm.linkage;

import org.objectweb.asm.Type;

/**
 * A method or field as a class file names it. Linking requires the exact descriptor, so a method
 * with another parameter or return type is another method.
 */
record Member(String name, String descriptor) {

    static final String CONSTRUCTOR = "<init>";

    boolean isConstructor() {
        return name.equals(CONSTRUCTOR);
    }

    private boolean isMethod() {
        return descriptor.startsWith("(");
    }

    /** As in source code, followed by the return type or the type of the field. */
    @Override
    public String toString() {
        if (!isMethod()) {
            return name + ": " + Type.getType(descriptor).getClassName();
        }
        StringBuilder text = new StringBuilder(name).append('(');
        String comma = "";
        for (Type argument : Type.getArgumentTypes(descriptor)) {
            text.append(comma).append(argument.getClassName());
            comma = ", ";
        }
        return text.append("): ").append(Type.getReturnType(descriptor).getClassName()).toString();
    }
}
