/** A benchmark that reaches package-private classes of the breached-password policies. */
package io.authrealm.breach;
