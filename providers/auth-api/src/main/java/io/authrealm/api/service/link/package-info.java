/** Mailed links, and sign-in by a magic link. */
package io.authrealm.api.service.link;
