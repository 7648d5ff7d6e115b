package io.authrealm.linkage;

/**
 * A method of the server that a jar names in a way that no class file shows, or that it uses only
 * on servers that have it.
 *
 * @param owner the class that declares it, by its binary name
 * @param descriptor as in class files
 * @param isExpected whether the server must have it
 */
public record NamedMethod(String owner, String name, String descriptor, boolean isExpected) {

    Member member() {
        return new Member(name, descriptor);
    }

    String internalOwner() {
        return owner.replace('.', '/');
    }
}
