/** Senders of text messages, with an SPI for more of them, and the limits on what they send. */
@NullMarked
package io.authrealm.sms;

import org.jspecify.annotations.NullMarked;
