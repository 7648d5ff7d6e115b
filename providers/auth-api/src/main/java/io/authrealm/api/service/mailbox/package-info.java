/** Sign-up that begins with the proof of the address. */
package io.authrealm.api.service.mailbox;
