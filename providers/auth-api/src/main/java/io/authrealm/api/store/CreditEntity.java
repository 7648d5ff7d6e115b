package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_credit}; {@link Credits} explains the columns. */
@Entity
@Table(name = "authrealm_credit")
public class CreditEntity {

    @Id
    @Column(name = "realm_id", length = 36)
    private String realmId;

    @Column(name = "spent", nullable = false)
    private long spent;

    protected CreditEntity() {}

    CreditEntity(String realmId) {
        this.realmId = realmId;
    }

    long spent() {
        return spent;
    }
}
