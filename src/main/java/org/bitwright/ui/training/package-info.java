/**
 * Training runs: how one is asked for, where the present one stands, the list of those that are kept, and their curves
 * of loss and accuracy.
 */
@NullMarked
package org.bitwright.ui.training;

import org.jspecify.annotations.NullMarked;
