/**
 * How much memory the program uses of what it may.
 */
@NullMarked
package org.bitwright.ui.memory;

import org.jspecify.annotations.NullMarked;
