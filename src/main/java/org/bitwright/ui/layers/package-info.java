/**
 * The layer table: one row a quantizable weight, filtered, sorted, several chosen at once.
 */
@NullMarked
package org.bitwright.ui.layers;

import org.jspecify.annotations.NullMarked;
