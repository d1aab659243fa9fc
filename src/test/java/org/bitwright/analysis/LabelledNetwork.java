package org.bitwright.analysis;

import java.nio.file.Path;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.CandidateEvaluator;
import org.bitwright.runtime.MemoryDataset;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/**
 * A network of two products, {@code first} and {@code second} with the value {@code r} between them, on samples labelled
 * by its own answers: in float it is always right.
 */
public record LabelledNetwork(OnnxDocument document, MemoryDataset data, CandidateEvaluator evaluator)
        implements AutoCloseable {

    public static LabelledNetwork open(Path folder, int samples) throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("w1", 4, 6)
                .node("MatMul", "first", "x w1", "h")
                .node("Relu", "relu", "h", "r")
                .weight("w2", 6, 3)
                .node("MatMul", "second", "r w2", "y")
                .output("y", -1, 3)
                .open(folder);
        MemoryDataset unlabelled = MemoryDataset.of(Shape.of(4), OnnxModels.values(samples * 4));
        try (CandidateEvaluator plain = CandidateEvaluator.open(document, unlabelled, Preprocessing.scaled(1))) {
            MemoryDataset data = unlabelled.labelled(
                    plain.evaluate(Candidate.unchanged(), 0, samples, false, new Progress(), CancelToken.none())
                            .predictions());
            return new LabelledNetwork(
                    document, data, CandidateEvaluator.open(document, data, Preprocessing.scaled(1)));
        }
    }

    @Override
    public void close() {
        evaluator.close();
    }
}
