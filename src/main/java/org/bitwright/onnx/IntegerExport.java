package org.bitwright.onnx;

import java.util.List;

/**
 * A document whose weights are stored as integers.
 *
 * @param losses what it says less exactly than what was asked for, one sentence each
 */
public record IntegerExport(OnnxDocument document, List<String> losses) {
    public IntegerExport {
        losses = List.copyOf(losses);
    }
}
