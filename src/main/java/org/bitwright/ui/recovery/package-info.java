/**
 * Work that is not saved yet: how it is kept, and what was left by programs that did not end in order.
 */
@NullMarked
package org.bitwright.ui.recovery;

import org.jspecify.annotations.NullMarked;
