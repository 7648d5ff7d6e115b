/**
 * The recycle bin, which holds deleted users until an admin restores them or the realm's retention
 * is over.
 */
package io.authrealm.api.service.bin;
