/** Strict reading of JSON objects, the rules for their members, and the writing of answers. */
package io.authrealm.core.json;
