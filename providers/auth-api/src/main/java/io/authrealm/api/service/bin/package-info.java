/** The recycle bin: deleted users wait here until somebody restores them or their time is over. */
package io.authrealm.api.service.bin;
