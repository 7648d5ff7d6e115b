/** Rules for passwords. */
@NullMarked
package io.authrealm.core.password;

import org.jspecify.annotations.NullMarked;
