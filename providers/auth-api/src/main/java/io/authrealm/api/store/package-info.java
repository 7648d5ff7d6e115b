/**
 * The pack's own tables and short-lived secrets, with the queries that read and change them.
 * Hibernate entities are here; Liquibase change logs create their tables.
 */
package io.authrealm.api.store;
