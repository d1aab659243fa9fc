/**
 * Search for the widths of all layers under a budget: a model of the error that adds what each layer costs alone, its
 * optimum, and a refinement that measures real candidates.
 */
@NullMarked
package org.bitwright.analysis.search;

import org.jspecify.annotations.NullMarked;
