/**
 * What a browser sends about a security key or a passkey, checked for its shape and its size before
 * a WebAuthn library reads it. Nothing here verifies a signature.
 */
@NullMarked
package io.authrealm.core.webauthn;

import org.jspecify.annotations.NullMarked;
