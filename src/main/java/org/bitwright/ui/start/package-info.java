/**
 * The start page: bundled samples, recent files, and a place to drop a model.
 */
@NullMarked
package org.bitwright.ui.start;

import org.jspecify.annotations.NullMarked;
