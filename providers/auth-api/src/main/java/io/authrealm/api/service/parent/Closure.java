package io.authrealm.api.service.parent;

/** Why nobody comes in by a public key now. It is about the parent, so anybody may know it. */
public enum Closure {
    /** The key names no tenant, or not the one of the path. */
    KEY_UNKNOWN,

    /** The tenant is closed, or its owner is disabled. */
    PARENT_INACTIVE,

    /** The tenant names an owner who is gone. */
    PARENT_MISSING,

    /** The tenant has nothing left to pay with. */
    NO_CREDIT
}
