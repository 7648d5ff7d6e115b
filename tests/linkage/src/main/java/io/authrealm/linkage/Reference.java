package io.authrealm.linkage;

/** Something outside a class that its code, its descriptors or its annotations name. */
sealed interface Reference {

    record ToClass(String name) implements Reference {}

    /** {@code new}, for which the class must not be abstract. */
    record ToInstance(String name) implements Reference {}

    record ToField(String owner, Member field, boolean isStatic) implements Reference {}

    /**
     * @param isOwnerInterface whether the class file treats the owner as an interface
     */
    record ToMethod(String owner, Member method, boolean isStatic, boolean isOwnerInterface)
            implements Reference {}

    /** A method of an annotation to which a value is assigned. */
    record ToElement(String annotation, String name) implements Reference {}

    /**
     * A lambda or method reference, which becomes an instance of an interface.
     *
     * @param method the method that it implements
     */
    record ToFunction(String functionalInterface, Member method) implements Reference {}
}
