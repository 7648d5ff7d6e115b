/** HTTP requests with a time limit. */
@NullMarked
package io.authrealm.core.http;

import org.jspecify.annotations.NullMarked;
