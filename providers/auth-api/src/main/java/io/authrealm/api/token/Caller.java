package io.authrealm.api.token;

import io.authrealm.api.tenant.Tenant;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** Who sends an authenticated request, by a Bearer token whose session is alive. */
public record Caller(Tenant tenant, UserModel user, UserSessionModel session) {}
