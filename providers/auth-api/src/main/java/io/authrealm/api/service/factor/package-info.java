/** The demand for a second factor that an admin can make of one user. */
package io.authrealm.api.service.factor;
