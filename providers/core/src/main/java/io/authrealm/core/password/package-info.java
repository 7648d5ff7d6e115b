/** The passwords that attackers try first. */
package io.authrealm.core.password;
