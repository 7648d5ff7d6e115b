/** Phone numbers, the senders of text messages, and the limits on them. */
@NullMarked
package io.authrealm.sms;

import org.jspecify.annotations.NullMarked;
