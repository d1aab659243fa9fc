package org.bitwright.ui.sensitivity;

/**
 * A place on the heat map.
 *
 * @param row number of the layer, from the top
 * @param column number of the column, from the left; the one after the widths is the layer alone in float
 */
record Place(int row, int column) {}
