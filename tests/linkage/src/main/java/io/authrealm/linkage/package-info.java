/** A check that the classes of a jar link with the classes of a server. */
@NullMarked
package io.authrealm.linkage;

import org.jspecify.annotations.NullMarked;
