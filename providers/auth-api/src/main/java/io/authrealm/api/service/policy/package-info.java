/** A tenant's policy for signing in, which is made of settings of its realm. */
package io.authrealm.api.service.policy;
