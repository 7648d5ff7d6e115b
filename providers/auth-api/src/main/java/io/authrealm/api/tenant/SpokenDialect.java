package io.authrealm.api.tenant;

/** The dialects that a realm can choose for its paths below {@code /v1}. */
public enum SpokenDialect {
    QEET,
    JITSUDO,
    CREDEBL,
    AUTHIQA
}
