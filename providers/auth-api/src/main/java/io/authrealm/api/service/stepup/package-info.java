/** Step-up of a session: its user proves a second factor that is set up. */
package io.authrealm.api.service.stepup;
