/**
 * The Authiqa dialect: its resources, request records, body records and error codes. A dialect
 * translates between JSON and the services, and decides nothing.
 *
 * <p>Dialects know {@code http} and the services. They do not know each other.
 */
package io.authrealm.api.dialect.authiqa;
