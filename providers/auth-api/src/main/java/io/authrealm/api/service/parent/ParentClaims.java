package io.authrealm.api.service.parent;

import java.util.Map;

/** The claims that an app expects in a token which a shared secret signs. */
public interface ParentClaims {
    Map<String, Object> of(ParentAccount account);
}
