/** Outgoing HTTP requests with one time limit for the whole request. */
@NullMarked
package io.authrealm.core.http;

import org.jspecify.annotations.NullMarked;
