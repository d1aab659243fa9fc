/**
 * Background work in plain Java: jobs with polled progress and prompt cancellation, the executor that
 * runs them, and loops over slices on all cores. The only package that makes threads. Knows nothing
 * of JavaFX.
 */
@NullMarked
package org.bitwright.task;

import org.jspecify.annotations.NullMarked;
