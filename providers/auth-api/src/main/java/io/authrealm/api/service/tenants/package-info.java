/** The tenants of the server: who may make them, what is made, how they change and end. */
package io.authrealm.api.service.tenants;
