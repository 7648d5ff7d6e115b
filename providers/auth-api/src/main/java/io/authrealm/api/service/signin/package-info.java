/** Sign-in with a password, then with a second factor, and the locks that slow guesses down. */
package io.authrealm.api.service.signin;
