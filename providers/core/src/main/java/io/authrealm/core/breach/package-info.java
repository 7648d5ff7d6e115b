/**
 * The offline corpus of breached passwords: its file format, the command that builds it, and the
 * reader.
 */
@NullMarked
package io.authrealm.core.breach;

import org.jspecify.annotations.NullMarked;
