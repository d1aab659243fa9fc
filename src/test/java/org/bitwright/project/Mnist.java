package org.bitwright.project;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;

/** The bundled LeNet-5 and its test images. */
final class Mnist {
    static final Path SAMPLES = Path.of("sample-models");
    static final Path LENET = SAMPLES.resolve("lenet5.onnx");
    static final Path IMAGES = SAMPLES.resolve("mnist/t10k-images-idx3-ubyte.gz");
    static final Path LABELS = SAMPLES.resolve("mnist/t10k-labels-idx1-ubyte.gz");

    private Mnist() {}

    /** The first images with their labels. */
    static DataSource first(int count) {
        return new DataSource(IMAGES, Optional.of(LABELS), Preprocessing.scaled(1 / 255f), OptionalInt.of(count));
    }
}
