/** Readers for the user exports of other systems, which can resume where they stopped. */
package io.authrealm.core.imports;
