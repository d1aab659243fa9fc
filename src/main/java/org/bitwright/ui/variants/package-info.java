/**
 * Configurations that were given names: their table, and two of them side by side.
 */
@NullMarked
package org.bitwright.ui.variants;

import org.jspecify.annotations.NullMarked;
