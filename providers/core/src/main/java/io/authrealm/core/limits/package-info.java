/** Limits on how often something may happen. */
@NullMarked
package io.authrealm.core.limits;

import org.jspecify.annotations.NullMarked;
