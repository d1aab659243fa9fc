package org.bitwright.onnx;

import java.util.List;

/**
 * A document whose weights are stored in narrow types.
 *
 * @param losses what it says less exactly than what was asked for, one sentence each
 */
public record CodedDocument(OnnxDocument document, List<String> losses) {
    public CodedDocument {
        losses = List.copyOf(losses);
    }
}
