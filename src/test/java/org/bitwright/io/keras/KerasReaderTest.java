package org.bitwright.io.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.io.hdf5.Hdf5Node.array;
import static org.bitwright.io.hdf5.Hdf5Node.floats;
import static org.bitwright.io.hdf5.Hdf5Node.group;
import static org.bitwright.io.keras.KerasFiles.BIAS;
import static org.bitwright.io.keras.KerasFiles.KERNEL;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.bitwright.io.WeightFiles;
import org.bitwright.io.hdf5.Hdf5Files;
import org.bitwright.io.hdf5.Hdf5Node;
import org.bitwright.io.hdf5.Hdf5Types;
import org.bitwright.model.ElementType;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.WeightFile;
import org.bitwright.model.WeightNote;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KerasReaderTest {
    @TempDir
    private Path folder;

    private WeightFile open(Hdf5Node root) throws IOException {
        return WeightFiles.open(Files.write(folder.resolve("any.name"), Hdf5Files.write(root)));
    }

    private WeightFile archive(Hdf5Node weights, String config) throws IOException {
        return WeightFiles.open(Files.write(folder.resolve("model.keras"), KerasFiles.archive(weights, config, false)));
    }

    private static List<String> names(WeightFile file) {
        return file.weights().stream().map(weight -> weight.tensor().name()).toList();
    }

    private static StoredWeight weight(WeightFile file, String name) {
        return file.weights().stream()
                .filter(weight -> weight.tensor().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aWholeModelOfKeras2IsNamedAsItsUserNamedIt() throws IOException {
        WeightFile file = open(KerasFiles.legacy());
        assertThat(file.format()).isEqualTo("Keras");
        assertThat(names(file)).containsExactly("first/kernel", "first/bias", "second/kernel");
        StoredWeight kernel = weight(file, "first/kernel");
        assertThat(kernel.tensor().readFloats()).containsExactly(KERNEL);
        assertThat(kernel.channelAxis()).isEqualTo(OptionalInt.of(1));
        assertThat(kernel.inputAxis()).isEqualTo(OptionalInt.of(0));
        assertThat(kernel.op()).isEqualTo("Gemm");
        assertThat(kernel.bias()).isEqualTo(Optional.of("first/bias"));
        assertThat(weight(file, "first/bias").tensor().readFloats()).containsExactly(BIAS);
        assertThat(weight(file, "second/kernel").tensor().readFloats()).containsExactly(KERNEL);
        assertThat(weight(file, "second/kernel").bias()).isEmpty();
    }

    @Test
    void weightsAloneAndNamesInPiecesAreRead() throws IOException {
        assertThat(names(open(KerasFiles.weights()))).containsExactly("first/kernel", "first/bias", "second/kernel");
        Hdf5Node pieces = group().texts("layer_names0", "a")
                .texts("layer_names1", "b")
                .with("a", group().texts("weight_names", "kernel").with("kernel", floats(KERNEL, 3, 2)))
                .with("b", group().texts("weight_names", "kernel").with("kernel", floats(BIAS, 3)));
        assertThat(names(open(pieces))).containsExactly("a/kernel", "b/kernel");
    }

    @Test
    void modelsInModelsKeepTheClassOfTheInnerLayer() throws IOException {
        String inner = "{\"class_name\": \"Functional\", \"config\": {\"name\": \"inner\", \"layers\": ["
                + "{\"class_name\": \"Conv2DTranspose\", \"config\": {\"name\": \"up\"}},"
                + "{\"class_name\": \"DepthwiseConv2D\", \"config\": {\"name\": \"deep\"}}]}}";
        WeightFile file = open(group().freeTexts("model_config", KerasFiles.model(inner, KerasFiles.dense("head")))
                .with(
                        "model_weights",
                        group().texts("layer_names", "inner", "head")
                                .with("inner", group().texts("weight_names", "up/kernel:0", "deep/depthwise_kernel:0"))
                                .with("inner/up/kernel:0", floats(new float[24], 2, 2, 3, 2))
                                .with("inner/deep/depthwise_kernel:0", floats(new float[24], 2, 2, 3, 2))
                                .with("head", group().texts("weight_names", "head/kernel:0"))
                                .with("head/head/kernel:0", floats(KERNEL, 3, 2))));
        StoredWeight up = weight(file, "up/kernel");
        assertThat(up.op()).isEqualTo("ConvTranspose");
        assertThat(up.channelAxis()).isEqualTo(OptionalInt.of(2));
        assertThat(up.inputAxis()).isEqualTo(OptionalInt.of(3));
        StoredWeight deep = weight(file, "deep/depthwise_kernel");
        assertThat(deep.op()).isEqualTo("Conv");
        assertThat(deep.channelAxis()).isEqualTo(OptionalInt.of(2));
        assertThat(deep.inputAxis()).isEmpty();
        assertThat(weight(file, "head/kernel").op()).isEqualTo("Gemm");
    }

    @Test
    void numberedVariablesOfKeras3GetTheNamesOfTheirLayers() throws IOException {
        String config = KerasFiles.model(KerasFiles.dense("hidden"), KerasFiles.dense("out"));
        WeightFile file = archive(KerasFiles.grouped(), config);
        assertThat(names(file)).containsExactly("hidden/kernel", "hidden/bias", "out/kernel");
        assertThat(weight(file, "hidden/kernel").tensor().readFloats()).containsExactly(KERNEL);
        assertThat(weight(file, "hidden/kernel").bias()).isEqualTo(Optional.of("hidden/bias"));
        Path packed =
                Files.write(folder.resolve("packed.keras"), KerasFiles.archive(KerasFiles.grouped(), config, true));
        assertThat(weight(WeightFiles.open(packed), "hidden/kernel").tensor().readFloats())
                .containsExactly(KERNEL);
    }

    @Test
    void withoutAConfigurationTheGroupsTellTheClasses() throws IOException {
        Hdf5Node root = KerasFiles.grouped();
        IntStream.range(2, 12).forEach(i -> root.with("layers/dense_" + i + "/vars/0", floats(KERNEL, 3, 2)));
        root.with("layers/conv2d/vars/0", floats(new float[24], 2, 2, 3, 2))
                .with("layers/embedding/vars/0", floats(KERNEL, 3, 2));
        WeightFile file = open(root);
        assertThat(names(file))
                .startsWith("conv2d/kernel", "dense/kernel", "dense/bias", "dense_1/kernel", "dense_2/kernel")
                .endsWith("dense_10/kernel", "dense_11/kernel", "embedding/embeddings");
        assertThat(weight(file, "conv2d/kernel").op()).isEqualTo("Conv");
        assertThat(weight(file, "conv2d/kernel").channelAxis()).isEqualTo(OptionalInt.of(3));
        assertThat(weight(file, "conv2d/kernel").inputAxis()).isEqualTo(OptionalInt.of(2));
        assertThat(weight(file, "embedding/embeddings").op()).isEqualTo("Gather");
    }

    @Test
    void normalizationsWithoutScaleAndCellsOfRecurrentLayersAreNamed() throws IOException {
        String norm = "{\"class_name\": \"BatchNormalization\", \"config\": {\"name\": \"bn\", \"scale\": false}}";
        String lstm = "{\"class_name\": \"LSTM\", \"config\": {\"name\": \"memory\"}}";
        WeightFile file = archive(
                group().with("layers/batch_normalization/vars/0", floats(BIAS, 3))
                        .with("layers/batch_normalization/vars/1", floats(BIAS, 3))
                        .with("layers/batch_normalization/vars/2", floats(BIAS, 3))
                        .with("layers/lstm/cell/vars/0", floats(new float[8], 2, 4))
                        .with("layers/lstm/cell/vars/1", floats(new float[4], 1, 4))
                        .with("layers/lstm/cell/vars/2", floats(new float[4], 4)),
                KerasFiles.model(norm, lstm));
        assertThat(names(file))
                .containsExactly(
                        "bn/beta",
                        "bn/moving_mean",
                        "bn/moving_variance",
                        "memory/cell/kernel",
                        "memory/cell/recurrent_kernel",
                        "memory/cell/bias");
        assertThat(weight(file, "memory/cell/kernel").op()).isEqualTo("LSTM");
        assertThat(weight(file, "memory/cell/kernel").channelAxis()).isEqualTo(OptionalInt.of(1));
    }

    @Test
    void theNameStoredBesideTheVariablesCounts() throws IOException {
        WeightFile file = open(group().with("layers/dense/vars", group().texts("name", "my_layer"))
                .with("layers/dense/vars/0", floats(KERNEL, 2, 3)));
        assertThat(names(file)).containsExactly("my_layer/kernel");
    }

    @Test
    void brainFloatsAreToldByTheAttributeThatKerasGivesThem() throws IOException {
        byte[] numbers = {(byte) 0x80, 0x3F, 0x20, (byte) 0xC0}; // 1 and −2.5
        WeightFile file = open(group().with(
                        "layers/dense/vars/0",
                        array(Hdf5Types.opaque(2), numbers, 2, 1).freeTexts("dtype", "bfloat16")));
        assertThat(weight(file, "dense/kernel").tensor().type()).isEqualTo(ElementType.BFLOAT16);
        assertThat(weight(file, "dense/kernel").tensor().readFloats()).containsExactly(1, -2.5f);
    }

    @Test
    void arraysOfOtherProgramsAreReadByTheirPathsAndTextsAreLeftOut() throws IOException {
        WeightFile file = open(group().with("net/w", floats(KERNEL, 2, 3))
                .with("net/count", array(Hdf5Types.integer(8, true, false), new byte[8]))
                .with("notes", array(Hdf5Types.text(3), new byte[6], 2)));
        assertThat(file.format()).isEqualTo("HDF5");
        assertThat(names(file)).containsExactly("net/count", "net/w");
        assertThat(weight(file, "net/count").isLayer()).isFalse();
        assertThat(file.notes())
                .extracting(WeightNote::sentence)
                .containsExactly("'notes' is left out: it holds texts.");
    }

    @Test
    void halfAndDoublePrecisionComeOutExactly() throws IOException {
        byte[] half = {0x01, 0x00, 0x00, (byte) 0xC0};
        WeightFile file = open(group().with("h", array(Hdf5Types.floating(2, true), half, 2, 1))
                .with(
                        "d",
                        array(Hdf5Types.floating(8, false), new byte[] {0, 0, 0, 0, 0, 0, (byte) 0xF8, 0x3F}, 1, 1)));
        // 0x0100 = 256 · 2^-24, 0x00C0 = 192 · 2^-24: both subnormal
        assertThat(weight(file, "h").tensor().readFloats()).containsExactly(256 * 0x1p-24f, 192 * 0x1p-24f);
        assertThat(weight(file, "d").tensor().readFloats()).containsExactly(1.5f);
    }
}
