package io.authrealm.breach;

import io.authrealm.core.breach.PasswordSha1;

/** Breached passwords on the server's own disk. */
interface OfflineList {

    /** How often the password was seen, or the largest number if the list does not count. */
    int count(String password, PasswordSha1 sha1);

    /** The content in words, for the log and the console. */
    String describe();
}
