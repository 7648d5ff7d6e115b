/** What a tenant tells strangers about its accounts. */
package io.authrealm.api.service.disclosure;
