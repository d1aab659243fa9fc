package org.bitwright.io.keras;

import static org.bitwright.io.hdf5.Hdf5Node.floats;
import static org.bitwright.io.hdf5.Hdf5Node.group;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.io.hdf5.Hdf5Files;
import org.bitwright.io.hdf5.Hdf5Node;

/** Small files laid out as Keras lays them out. */
final class KerasFiles {
    static final float[] KERNEL = {0.5f, -1, 2, 0.25f, 1e-20f, 3};
    static final float[] BIAS = {1, -2, 4};

    private KerasFiles() {}

    static String dense(String name) {
        return "{\"class_name\": \"Dense\", \"config\": {\"name\": \"" + name + "\", \"units\": 3}}";
    }

    static String model(String... layers) {
        return "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"m\", \"layers\": ["
                + String.join(", ", layers) + "]}}";
    }

    /** A whole model of two layers as Keras 2 saves it. */
    static Hdf5Node legacy() {
        return group().freeTexts("keras_version", "2.12.0")
                .freeTexts("model_config", model(dense("first"), dense("second")))
                .with("model_weights", weights());
    }

    /** Its weights alone, as {@code save_weights} does. */
    static Hdf5Node weights() {
        return group().texts("layer_names", "first", "second", "drop")
                .with("first", group().texts("weight_names", "first/kernel:0", "first/bias:0"))
                .with("first/first/kernel:0", floats(KERNEL, 2, 3))
                .with("first/first/bias:0", floats(BIAS, 3))
                .with("second", group().texts("weight_names", "second/kernel:0"))
                .with(
                        "second/second/kernel:0",
                        floats(KERNEL, 3, 2).chunked(2, 2).packed())
                .with("drop", group().texts("weight_names"));
    }

    /** The weights of a Keras 3 archive. */
    static Hdf5Node grouped() {
        return group().with("layers/dense/vars/0", floats(KERNEL, 2, 3))
                .with("layers/dense/vars/1", floats(BIAS, 3))
                .with("layers/dense_1/vars/0", floats(KERNEL, 3, 2))
                .with("optimizer/vars/0", floats(BIAS, 3))
                .with("layers/dropout/seed_generator/vars/0", floats(BIAS, 3));
    }

    static byte[] archive(Hdf5Node weights, String config, boolean deflated) {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put("metadata.json", "{\"keras_version\": \"3.4.1\"}".getBytes(StandardCharsets.UTF_8));
        entries.put("config.json", config.getBytes(StandardCharsets.UTF_8));
        entries.put("model.weights.h5", Hdf5Files.write(weights));
        return Wrapped.zipped(entries, deflated);
    }
}
