/** Strict JSON input. */
@NullMarked
package io.authrealm.core.json;

import org.jspecify.annotations.NullMarked;
