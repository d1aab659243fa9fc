/**
 * A search as it runs: what it has found, how sure that is, and the buttons that hold it, end it and take its best. What
 * it may choose from is asked elsewhere.
 */
@NullMarked
package org.bitwright.ui.search;

import org.jspecify.annotations.NullMarked;
