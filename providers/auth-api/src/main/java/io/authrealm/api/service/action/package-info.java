/** What a user does before a sign-in can end: the required actions of Keycloak, without pages. */
package io.authrealm.api.service.action;
