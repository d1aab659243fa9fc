/**
 * The activations of the network as a list, and what to do while nothing is known of what flows through them. The
 * histogram that belongs to it is that of weights.
 */
@NullMarked
package org.bitwright.ui.activations;

import org.jspecify.annotations.NullMarked;
