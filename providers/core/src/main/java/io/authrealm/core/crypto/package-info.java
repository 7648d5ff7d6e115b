/** Ciphers that clients bring along. What the pack stores is never encrypted with them. */
@NullMarked
package io.authrealm.core.crypto;

import org.jspecify.annotations.NullMarked;
