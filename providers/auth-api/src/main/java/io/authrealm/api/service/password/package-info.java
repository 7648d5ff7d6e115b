/**
 * Password changes by signed-in users, and the reasons for which a realm refuses a new password.
 */
package io.authrealm.api.service.password;
