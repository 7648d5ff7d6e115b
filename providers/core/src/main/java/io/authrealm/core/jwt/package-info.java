/** Tokens that are signed with a secret which the app shares. */
@NullMarked
package io.authrealm.core.jwt;

import org.jspecify.annotations.NullMarked;
