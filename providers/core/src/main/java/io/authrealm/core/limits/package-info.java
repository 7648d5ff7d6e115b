/** Rate limits, failure counters and gates, all in bounded memory. */
package io.authrealm.core.limits;
