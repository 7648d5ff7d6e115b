/** Security keys and passkeys: registration, sign-in and step-up with one, and their list. */
package io.authrealm.api.service.passkey;
