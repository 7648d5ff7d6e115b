/** Steps of authentication flows. */
@NullMarked
package io.authrealm.authenticators;

import org.jspecify.annotations.NullMarked;
