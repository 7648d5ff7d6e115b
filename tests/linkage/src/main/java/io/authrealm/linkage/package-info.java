/** A check that the classes of a jar link with the classes of a server. */
package io.authrealm.linkage;
