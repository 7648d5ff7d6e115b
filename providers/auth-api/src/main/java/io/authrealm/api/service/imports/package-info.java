/** Bulk creation and import of users, in batches that a stopped import resumes after. */
package io.authrealm.api.service.imports;
