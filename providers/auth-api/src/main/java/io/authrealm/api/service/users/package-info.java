/** Administration of users: search, create, change, suspend, statistics. */
package io.authrealm.api.service.users;
