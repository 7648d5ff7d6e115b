/** Rules for texts that users enter. */
@NullMarked
package io.authrealm.core.text;

import org.jspecify.annotations.NullMarked;
