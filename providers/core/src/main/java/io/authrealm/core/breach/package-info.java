/** What is known of breached passwords, from a file or from Have I Been Pwned. */
@NullMarked
package io.authrealm.core.breach;

import org.jspecify.annotations.NullMarked;
