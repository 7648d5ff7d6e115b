/** Values that clients encrypt on their way to the API. */
package io.authrealm.api.service.transport;
