/** How a realm opts in: what it needs, what of it is there, and what is made. */
package io.authrealm.api.service.optin;
