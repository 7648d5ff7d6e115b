/** Users who go on in another tenant without signing in again. */
package io.authrealm.api.service.switching;
