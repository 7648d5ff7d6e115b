/** Bulk creation and import of users, in batches after which a stopped import can resume. */
package io.authrealm.api.service.imports;
