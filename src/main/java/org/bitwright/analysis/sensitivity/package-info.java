/**
 * What each layer alone costs at each width, and what it alone would give back: measured with the part of the network
 * before the layer run once for all of them.
 */
@NullMarked
package org.bitwright.analysis.sensitivity;

import org.jspecify.annotations.NullMarked;
