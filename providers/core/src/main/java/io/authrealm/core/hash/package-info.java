/**
 * Readers for the password hashes that other systems export, with bounds on what one check may
 * cost.
 */
@NullMarked
package io.authrealm.core.hash;

import org.jspecify.annotations.NullMarked;
