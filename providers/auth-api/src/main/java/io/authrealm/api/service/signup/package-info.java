/** Sign-up, and the creation of accounts that sign-up, admins and imports share. */
package io.authrealm.api.service.signup;
