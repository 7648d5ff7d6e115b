package io.authrealm.api.service.admission;

/** Why a user is not let in, although the credentials were right. */
public enum Denial {
    /** The user is a child, and the request names no public key of the parent. */
    KEY_MISSING,

    /** The user owns a tenant, and the request names a public key all the same. */
    KEY_SENT,

    /** The public key is that of another tenant than the user's. */
    OTHER_PARENT,

    /** The user is a member of an organization, and the tenant stands for none. */
    NO_ORGANIZATION,

    /** The user is a member of organizations, and none of them is the tenant's or allowed. */
    OTHER_ORGANIZATION,

    /** The user's organization is switched off. */
    ORGANIZATION_CLOSED,

    /** The tenant has nothing left to pay with. */
    NO_CREDIT
}
