/**
 * Running and finished background jobs with their progress and cancel.
 */
@NullMarked
package org.bitwright.ui.tasks;

import org.jspecify.annotations.NullMarked;
