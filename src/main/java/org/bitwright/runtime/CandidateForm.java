package org.bitwright.runtime;

import org.bitwright.onnx.OnnxDocument;

/**
 * What candidates of the same activations are run as, but for their constants.
 *
 * @param document the network with what rounds its activations
 * @param atOnce samples that run together at most; 0 where the runner chooses
 * @param rounds whether the document says where values are rounded
 */
record CandidateForm(OnnxDocument document, int atOnce, boolean rounds) {}
