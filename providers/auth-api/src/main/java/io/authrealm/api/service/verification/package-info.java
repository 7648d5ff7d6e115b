/**
 * Verification of email addresses and phone numbers by codes, and the change of an email address.
 */
package io.authrealm.api.service.verification;
