/** Stand-ins for services of others, with the faults that they can have. */
@NullMarked
package io.authrealm.fakes;

import org.jspecify.annotations.NullMarked;
