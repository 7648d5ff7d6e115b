package io.authrealm.api.service.link;

/** How a request for a mail ends that says nothing about who has an account. */
public enum MailRequestResult {
    ACCEPTED,

    /** Too many messages are waiting to be sent already. */
    BUSY
}
