/**
 * Inference: evaluation of a network and of its quantized candidates on a data set. Speaks to networks through
 * {@link org.bitwright.runtime.session.Session}s alone, which live where {@link org.bitwright.runtime.Engines} says;
 * everything above speaks to it through values and calls that can be cancelled.
 */
@NullMarked
package org.bitwright.runtime;

import org.jspecify.annotations.NullMarked;
