package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A row of {@code authrealm_import_error}: a row of an import that created no user. */
@Entity
@Table(name = "authrealm_import_error")
@IdClass(ImportErrorEntity.Key.class)
public class ImportErrorEntity {

    @Id
    @Column(name = "import_id", length = 36)
    private String importId;

    @Id
    @Column(name = "error_number")
    private long number;

    @Column(name = "file_line", nullable = false)
    private long fileLine;

    @Column(name = "email", length = 255)
    private String email;

    @Column(name = "code", length = 64, nullable = false)
    private String code;

    @Column(name = "message", length = 255, nullable = false)
    private String message;

    protected ImportErrorEntity() {}

    ImportErrorEntity(String importId, long number, Imports.RowError error) {
        this.importId = importId;
        this.number = number;
        this.fileLine = error.line();
        this.email = error.email();
        this.code = error.code();
        this.message = error.message();
    }

    long number() {
        return number;
    }

    /** Some databases store an empty text as null. */
    Imports.RowError error() {
        return new Imports.RowError(fileLine, email == null ? "" : email, code, message);
    }

    /** Names a row. */
    public static class Key implements Serializable {

        private static final long serialVersionUID = 1L;

        private String importId;
        private long number;

        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key key
                    && number == key.number
                    && Objects.equals(importId, key.importId);
        }

        @Override
        public int hashCode() {
            return Objects.hash(importId, number);
        }
    }
}
