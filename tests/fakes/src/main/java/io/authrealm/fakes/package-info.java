/** Fake remote services for tests, with the faults that real ones can have. */
package io.authrealm.fakes;
