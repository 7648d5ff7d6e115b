/** The profile of a user as the API shows and changes it. */
package io.authrealm.api.service.profile;
