/** Senders of text messages, with an SPI for more of them, and the limits on what they send. */
package io.authrealm.sms;
