package io.authrealm.api.service.imports;

import io.authrealm.api.store.Imports.RowError;
import io.authrealm.core.imports.ImportRow;
import java.util.List;
import org.keycloak.models.credential.PasswordCredentialModel;

/** A row after all work that takes time or needs the caller's rights. */
sealed interface PreparedRow {

    /**
     * To be created.
     *
     * @param password null if the user gets none
     * @param roleIds of realm roles that the caller may give
     * @param groupIds of groups that the caller may add members to
     */
    record Ready(
            ImportRow row,
            PasswordCredentialModel password,
            List<String> roleIds,
            List<String> groupIds)
            implements PreparedRow {}

    /** Somebody has the address. */
    record Taken(ImportRow row) implements PreparedRow {}

    record Refused(RowError error) implements PreparedRow {}

    /** The server is too busy to hash the row's password. */
    record Postponed(ImportRow row) implements PreparedRow {}
}
