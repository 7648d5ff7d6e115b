/** Functions that are defined by the cases of a sealed type. */
@NullMarked
package io.authrealm.core.outcome;

import org.jspecify.annotations.NullMarked;
