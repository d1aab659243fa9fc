package org.bitwright.io;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.bitwright.model.StateDict;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.Tensor;
import org.bitwright.model.WeightFile;
import java.util.Optional;

/**
 * Tensors whose format tells nothing but their names, read by the conventions of PyTorch: the first axis holds the
 * outputs of a Linear or Conv, the second the inputs.
 */
final class NamedWeights {
    private NamedWeights() {}

    static WeightFile of(Path file, String format, StateDict state) {
        List<StoredWeight> weights = new ArrayList<>();
        state.tensors().forEach(tensor -> weights.add(weight(tensor)));
        return new WeightFile(file, format, weights);
    }

    private static StoredWeight weight(Tensor tensor) {
        return tensor.type().isWeight() && tensor.shape().rank() >= 2
                ? new StoredWeight(
                        tensor,
                        OptionalInt.of(0),
                        OptionalInt.of(1),
                        tensor.shape().rank() == 2 ? "Gemm" : "Conv",
                        Optional.empty())
                : StoredWeight.plain(tensor);
    }
}
