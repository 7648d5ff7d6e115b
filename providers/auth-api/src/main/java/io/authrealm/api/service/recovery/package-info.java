/** Password reset by a mailed link. */
package io.authrealm.api.service.recovery;
