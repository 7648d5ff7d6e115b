/**
 * Mails and text messages, which leave after the transaction that caused them. Bounded lanes keep
 * one slow realm from delaying the others.
 */
package io.authrealm.api.delivery;
