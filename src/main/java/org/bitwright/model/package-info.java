/**
 * What a network and a data set are, whatever file they came from: layers, tensors whose bytes are
 * read when someone looks, samples and their preprocessing. Knows no file format, no kernel and no
 * window.
 */
@NullMarked
package org.bitwright.model;

import org.jspecify.annotations.NullMarked;
