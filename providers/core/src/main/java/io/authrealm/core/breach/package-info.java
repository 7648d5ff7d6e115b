/**
 * The offline corpus of breached passwords: its file format, the command that builds it, and the
 * reader.
 */
package io.authrealm.core.breach;
