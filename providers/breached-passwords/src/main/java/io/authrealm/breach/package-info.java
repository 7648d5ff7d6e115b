/**
 * Password policies for Keycloak that refuse breached and weak passwords. They ask the online
 * ranges of Have I Been Pwned, an offline corpus, or both.
 */
package io.authrealm.breach;
