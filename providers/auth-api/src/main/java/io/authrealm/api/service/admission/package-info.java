/** Whether a user who has proved everything may come in by the door that the request has chosen. */
package io.authrealm.api.service.admission;
