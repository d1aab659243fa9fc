package org.bitwright.onnx;

import java.util.List;
import org.bitwright.model.Phrase;

/**
 * A document whose weights are stored in narrow types.
 *
 * @param losses what it says less exactly than what was asked for, one sentence each
 */
public record CodedDocument(OnnxDocument document, List<Phrase> losses) {
    public CodedDocument {
        losses = List.copyOf(losses);
    }
}
