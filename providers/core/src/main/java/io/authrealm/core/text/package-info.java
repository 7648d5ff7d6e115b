/**
 * Syntax of addresses and ids, bounds of passwords and profiles, and the id of the request that a
 * thread works for.
 */
@NullMarked
package io.authrealm.core.text;

import org.jspecify.annotations.NullMarked;
