/**
 * The CREDEBL dialect: its resources, request records, body records and errors. A dialect
 * translates between JSON and the services, and decides nothing.
 *
 * <p>Every answer has one envelope, which repeats the status. Clients branch on the status and on a
 * few exact texts, because there are no codes.
 */
package io.authrealm.api.dialect.credebl;
