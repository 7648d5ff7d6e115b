package io.authrealm.api.store;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/**
 * A row of {@code authrealm_lock}. It says nothing: transactions of all nodes lock it so that one
 * waits for another.
 */
@Entity
@Table(name = "authrealm_lock")
public class LockEntity {

    /** Locked to compare the number of tenants with the most that there may be. */
    static final String TENANTS = "tenants";

    @SuppressWarnings("unused") // Only Hibernate reads it.
    @Id
    @Column(name = "name", length = 64)
    private String name;

    protected LockEntity() {}
}
