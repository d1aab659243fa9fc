/**
 * What operators compute and what their derivatives are, on plain arrays of floats: exact about sums, which are made in
 * double and in a fixed order. Knows no network file and no ND4J.
 */
@NullMarked
package org.bitwright.training.graph.rule;

import org.jspecify.annotations.NullMarked;
