package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.onnx.LayerGeometry.Convolution;
import org.bitwright.onnx.LayerGeometry.Product;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LayerOperationsTest {
    @TempDir
    Path folder;

    @Test
    void aConvolutionSaysHowItMoves() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 4, 9, 9)
                .weight("w", 6, 2, 3, 5)
                .weight("b", 6)
                .node("Conv", "/c", "x w b", "h", "group=2", "strides=[2,1]", "pads=[1,2,0,3]", "dilations=[1,2]")
                .node("Relu", "", "h", "y")
                .output("y", -1, 6, -1, -1)
                .open(folder);
        LayerOperation layer = LayerOperations.of(document).of("/c").orElseThrow();
        Convolution geometry = (Convolution) layer.geometry();

        assertThat(geometry.kernel()).containsExactly(3, 5);
        assertThat(geometry.columns()).isEqualTo(30);
        assertThat(geometry.groups()).isEqualTo(2);
        assertThat(geometry.index(4, 7)).isEqualTo(127);
        // rows: (9 + 1 + 0 − 3) / 2 + 1 = 4; columns: (9 + 2 + 3 − 9) / 1 + 1 = 6
        assertThat(geometry.positions(0, 9)).isEqualTo(4);
        assertThat(geometry.positions(1, 9)).isEqualTo(6);
        assertThat(geometry.padBefore(1, 9)).isEqualTo(2);
        assertThat(layer.input()).isEqualTo("x");
        assertThat(layer.output()).isEqualTo("h");
        assertThat(layer.bias()).contains("b");
        assertThat(layer.rectified()).isTrue();
    }

    /** Extent 8, stride 3, kernel 4: 3 positions, and (3 − 1)·3 + 4 − 8 = 2 zeros; with kernel 3 one zero, an odd one. */
    @ParameterizedTest
    @CsvSource({"SAME_UPPER, 4, 1", "SAME_LOWER, 4, 1", "SAME_UPPER, 3, 0", "SAME_LOWER, 3, 1"})
    void automaticPaddingIsWorkedOut(LayerGeometry.Padding padding, int kernel, int before) {
        Convolution geometry = new Convolution(
                1, 1, 1, List.of(1, kernel), List.of(1, 3), List.of(1, 1), List.of(0, 0, 0, 0), padding, 1);
        assertThat(geometry.positions(1, 8)).isEqualTo(3);
        assertThat(geometry.padBefore(1, 8)).isEqualTo(before);
    }

    @Test
    void productsAreFollowedThroughTransposesAndTheBiasBehind() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w", 4, 3)
                .weight("b", 4)
                .node("Transpose", "", "w", "wt", "perm=[1,0]")
                .node("MatMul", "/m", "x wt", "h")
                .node("Add", "", "h b", "y")
                .output("y", -1, 4)
                .open(folder);
        LayerOperation layer = LayerOperations.of(document).of("/m").orElseThrow();
        assertThat(layer.geometry()).isEqualTo(new Product(4, 3, true));
        assertThat(layer.output()).isEqualTo("y");
        assertThat(layer.bias()).contains("b");
        assertThat(layer.rectified()).isFalse();
        assertThat(new Product(4, 3, false).index(1, 2)).isEqualTo(9);
    }

    @Test
    void aBiasThatIsSharedMayNotBeChanged() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w", 3, 3)
                .weight("v", 3, 3)
                .weight("b", 3)
                .node("Gemm", "/1", "x w b", "h")
                .node("Gemm", "/2", "h v b", "y")
                .output("y", -1, 3)
                .open(folder);
        LayerOperation layer = LayerOperations.of(document).of("/1").orElseThrow();
        assertThat(layer.bias()).isEmpty();
        assertThat(layer.fixedBias()).isTrue();
        assertThat(layer.shift()).isEmpty();
    }

    @Test
    void aNormalizationBehindIsFound() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 1, 4, 4)
                .weight("w", 2, 1, 3, 3)
                .weight("s", 2)
                .weight("t", 2)
                .weight("m", 2)
                .weight("v", new float[] {1, 2}, 2)
                .node("Conv", "/c", "x w", "h")
                .node("BatchNormalization", "", "h s t m v", "y")
                .output("y", -1, 2, 2, 2)
                .open(folder);
        LayerOperation layer = LayerOperations.of(document).of("/c").orElseThrow();
        assertThat(layer.result()).isEqualTo("y");
        assertThat(layer.shift()).contains("t");
        assertThat(layer.normalization().orElseThrow().epsilon()).isEqualTo(1e-5f);
    }

    @Test
    void layersThatAreNotFollowedSayWhy() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 3)
                .weight("w", 3, 3)
                .weight("u", 3, 3)
                .node("MatMul", "/1", "x w", "h")
                .node("MatMul", "/2", "h w", "g")
                .node("Gemm", "/3", "g u", "y", "transA=1")
                .output("y", -1, 3)
                .open(folder);
        LayerOperations operations = LayerOperations.of(document);
        assertThat(operations.all()).isEmpty();
        assertThat(operations.reason("/1")).asString().contains("several operators");
        assertThat(operations.reason("/3")).asString().contains("turned");
        assertThat(operations.reason("none")).asString().contains("no layer");
    }

    /** Every weight of the samples is followed. */
    @ParameterizedTest
    @ValueSource(strings = {"lenet5", "lenet-300-100", "residual", "depthwise", "simple-model", "vit"})
    void allLayersOfTheSamplesAreFollowed(String sample) throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", sample + ".onnx"));
        LayerOperations operations = LayerOperations.of(document);
        assertThat(operations.all().keySet())
                .containsExactlyElementsOf(document.model().layers().stream()
                        .map(layer -> layer.name())
                        .toList());
        for (LayerOperation layer : operations.all().values()) {
            assertThat(layer.geometry().size()).isEqualTo((int) layer.layer().parameters());
            assertThat(layer.bias()).as(layer.name()).isPresent();
        }
    }

    @Test
    void exposedValuesCutOffWhatLiesBehindThem() throws Exception {
        OnnxDocument document = OnnxDocument.open(Path.of("sample-models", "lenet5.onnx"));
        LayerOperation second = LayerOperations.of(document).of("conv2/Conv").orElseThrow();
        OnnxDocument cut = ExposedValues.of(document, List.of(second.input()));
        assertThat(cut.model().operators())
                .extracting(operator -> operator.type())
                .containsExactly("Conv", "Relu", "MaxPool");
        assertThatThrownBy(() -> ExposedValues.of(document, List.of("nothing")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
    }
}
