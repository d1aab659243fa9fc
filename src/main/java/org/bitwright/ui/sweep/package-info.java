/**
 * The chart of accuracy against bit-width, filling in as points are measured.
 */
@NullMarked
package org.bitwright.ui.sweep;

import org.jspecify.annotations.NullMarked;
