/** The meaning of database failures, read from SQL states. */
package io.authrealm.core.sql;
