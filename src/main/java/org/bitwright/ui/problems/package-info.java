/**
 * What the user should know about the model, the data and the exports; a click leads to the place.
 */
@NullMarked
package org.bitwright.ui.problems;

import org.jspecify.annotations.NullMarked;
