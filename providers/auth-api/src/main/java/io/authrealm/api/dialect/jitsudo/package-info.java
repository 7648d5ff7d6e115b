/**
 * The JITSudo dialect: its resources, request records, body records and error codes. A dialect
 * translates between JSON and the services, and decides nothing.
 *
 * <p>JITSudo has no refresh token and no cookies. A sign-in ends in one token, which runs out.
 */
package io.authrealm.api.dialect.jitsudo;
