/**
 * What happens to every request, whatever its route: checks, limits, body, headers, transaction and
 * minimum response time. Health and discovery are here too, because they have no service behind
 * them.
 *
 * <p>This package knows no service and no dialect.
 */
package io.authrealm.api.http;
