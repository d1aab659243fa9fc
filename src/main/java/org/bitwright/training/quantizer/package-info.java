/**
 * Rounds weights and activations while they are trained: to the grids of a configuration, with ranges that stay, move or
 * are learned, and passes gradients straight through. Makes the configuration of the trained network.
 */
@NullMarked
package org.bitwright.training.quantizer;

import org.jspecify.annotations.NullMarked;
