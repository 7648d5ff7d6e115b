/**
 * The pack's own tables and the short-lived secrets, with the queries that read and change them.
 * Hibernate entities are here, and Liquibase change logs create their tables.
 */
package io.authrealm.api.store;
