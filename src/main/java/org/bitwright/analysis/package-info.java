/**
 * What is measured over many configurations: the bit-width sweep and the statistics of accuracies.
 * Uses inference and kernels; knows no window and no file.
 */
@NullMarked
package org.bitwright.analysis;

import org.jspecify.annotations.NullMarked;
