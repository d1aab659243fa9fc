package org.bitwright.model;

import java.nio.file.Path;
import java.util.List;

/**
 * A file of named tensors without a network: a state dict of PyTorch, safetensors, arrays of NumPy, weights of Keras or
 * TFLite. Its numbers are read when someone looks.
 *
 * @param path the file that was opened
 * @param format in the words of its users, such as {@code PyTorch}
 * @param weights every tensor of the file in its order, quantizable or not; names are unique and not empty
 * @param parts further files that hold tensors, such as those that an index names
 * @param notes what the user should know of how the file was read
 */
public record WeightFile(
        Path path, String format, List<StoredWeight> weights, List<Path> parts, List<WeightNote> notes) {
    public WeightFile {
        weights = List.copyOf(weights);
        parts = List.copyOf(parts);
        notes = List.copyOf(notes);
    }

    /** One file that leaves nothing to say. */
    public WeightFile(Path path, String format, List<StoredWeight> weights) {
        this(path, format, weights, List.of(), List.of());
    }
}
