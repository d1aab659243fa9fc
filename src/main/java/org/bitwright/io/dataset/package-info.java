/**
 * Readers of labelled and unlabelled data sets: IDX files plain and gzipped, NPY and NPZ. A path and
 * its preprocessing in, a {@code Dataset} out. What the numbers mean to a network is not known here.
 */
@NullMarked
package org.bitwright.io.dataset;

import org.jspecify.annotations.NullMarked;
