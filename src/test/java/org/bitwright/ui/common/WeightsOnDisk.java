package org.bitwright.ui.common;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bitwright.io.numpy.NpyFiles;
import org.bitwright.io.torch.TorchWriter;
import org.bitwright.model.Shape;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.task.CancelToken;

/** Files of weights that tests open, and the article's. */
public final class WeightsOnDisk {
    private WeightsOnDisk() {}

    /** {@code torch.save(model.state_dict())} of the article's network, whose accuracy the sample tells. */
    public static Path article() {
        return Path.of("sample-models", "model.pth").toAbsolutePath();
    }

    public static Path write(Path file, Tensor... tensors) throws IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            TorchWriter.write(StateDict.of(List.of(tensors)), out, CancelToken.none());
        }
        return file;
    }

    /** {@code numpy.savez_compressed} of float32 arrays. */
    public static Path npz(Path file, Tensor... tensors) throws IOException {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        for (Tensor tensor : tensors) {
            Shape shape = tensor.shape();
            String extents = IntStream.range(0, shape.rank())
                    .mapToObj(axis -> shape.extent(axis) + ",")
                    .collect(Collectors.joining(" ", "(", ")"));
            arrays.put(
                    tensor.name(),
                    NpyFiles.npy(
                            NpyFiles.header("<f4", false, extents),
                            NpyFiles.floats(ByteOrder.LITTLE_ENDIAN, tensor.readFloats())));
        }
        return Files.write(file, NpyFiles.npz(arrays));
    }

    /** Bell-shaped numbers. */
    public static Tensor tensor(String name, long... extents) {
        Shape shape = Shape.of(extents);
        Random random = new Random(name.hashCode());
        float[] values = new float[(int) shape.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.1 * random.nextGaussian());
        }
        return Tensor.of(name, shape, values);
    }
}
