/**
 * Readers for the password hashes that other systems export, with bounds on what one check may
 * cost.
 */
package io.authrealm.core.hash;
