package io.authrealm.argon2;

/** The variants of Argon2 and their numbers in the hash input (RFC 9106, section 3.1). */
public enum Argon2Type {
    D(0),
    I(1),
    ID(2);

    private final int number;

    Argon2Type(int number) {
        this.number = number;
    }

    /** The value of {@code y} in RFC 9106, section 3.2. */
    public int number() {
        return number;
    }

    /** {@code argon2d}, {@code argon2i} or {@code argon2id}, as encoded strings spell it. */
    public String label() {
        return "argon2" + name().toLowerCase(java.util.Locale.ROOT);
    }
}
