/** Rate limits, failure counters and gates, all in bounded memory. */
@NullMarked
package io.authrealm.core.limits;

import org.jspecify.annotations.NullMarked;
