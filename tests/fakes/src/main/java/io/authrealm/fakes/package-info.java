/** Fake remote services for tests, with the faults that real ones can have. */
@NullMarked
package io.authrealm.fakes;

import org.jspecify.annotations.NullMarked;
