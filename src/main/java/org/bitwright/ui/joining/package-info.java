/**
 * From weights alone to a network: the pairing of tensors with the constants of a graph, and the stack of dense layers.
 */
@NullMarked
package org.bitwright.ui.joining;

import org.jspecify.annotations.NullMarked;
