/** Second factors: which there are, and the demand for one that an admin can make of a user. */
package io.authrealm.api.service.factor;
