/** Strict reading of JSON objects, the rules for their members, and the writing of answers. */
@NullMarked
package io.authrealm.core.json;

import org.jspecify.annotations.NullMarked;
