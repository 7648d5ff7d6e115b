/** The passwords that attackers try first. */
@NullMarked
package io.authrealm.core.password;

import org.jspecify.annotations.NullMarked;
