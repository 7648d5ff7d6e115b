/** Benchmarks of password hashing and of the offline corpus. */
package io.authrealm.benchmarks;
