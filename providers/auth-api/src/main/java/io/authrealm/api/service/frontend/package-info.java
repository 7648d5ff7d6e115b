/** The front ends of a tenant, to which links in mails lead. */
package io.authrealm.api.service.frontend;
