package io.authrealm.api.keycloak;

import jakarta.persistence.criteria.CriteriaBuilder;
import jakarta.persistence.criteria.CriteriaQuery;
import jakarta.persistence.criteria.Path;
import jakarta.persistence.criteria.Predicate;
import java.util.List;
import org.keycloak.authorization.fgap.AdminPermissionsSchema;
import org.keycloak.authorization.fgap.evaluation.partial.PartialEvaluationStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.storage.UserStoragePrivateUtil;

/** Keycloak's own filter for lists, which applies fine-grained permissions to queries. */
public final class ListPermissions {

    private ListPermissions() {}

    /**
     * Conditions that leave out the users that the admin in the session's context may not view;
     * empty if the admin may view all.
     *
     * @param user the path of Keycloak's user entity in {@code query}
     */
    public static List<Predicate> filters(
            KeycloakSession session,
            RealmModel realm,
            CriteriaBuilder builder,
            CriteriaQuery<?> query,
            Path<?> user) {
        PartialEvaluationStorageProvider storage =
                (PartialEvaluationStorageProvider) UserStoragePrivateUtil.userLocalStorage(session);
        return AdminPermissionsSchema.SCHEMA.applyAuthorizationFilters(
                session, AdminPermissionsSchema.USERS, storage, realm, builder, query, user);
    }
}
