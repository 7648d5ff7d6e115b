/** Syntax of addresses and ids, and the id of the request that a thread works for. */
package io.authrealm.core.text;
