package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A row of {@code authrealm_address}; {@link Addresses} explains the columns. */
@Entity
@Table(name = "authrealm_address")
public class AddressEntity {

    @Id
    @Column(name = "email", length = 255)
    private String email;

    @Column(name = "realm_id", length = 36)
    private String realmId;

    protected AddressEntity() {}
}
