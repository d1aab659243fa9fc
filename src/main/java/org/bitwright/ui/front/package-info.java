/**
 * The chart of size against accuracy: every configuration measured so far, those that no other one beats, and what a
 * search tries while it runs.
 */
@NullMarked
package org.bitwright.ui.front;

import org.jspecify.annotations.NullMarked;
