package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Binding;
import org.bitwright.model.ElementType;
import org.bitwright.model.Model;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FloatSamplesTest {
    @TempDir
    private Path folder;

    private Model model(OnnxModels models) throws IOException {
        return models.open(folder).model();
    }

    private static OnnxModels images() {
        return OnnxModels.opset(13)
                .input("x", -1, 3, 1, 2)
                .node("Relu", "relu", "x", "y")
                .output("y", -1, 3, 1, 2);
    }

    /** Height 1, width 2, three channels behind them: (raw · 2 − 1) / std, std 1, 2, 4. */
    @Test
    void a_sample_comes_as_the_network_takes_it() throws Exception {
        MemoryDataset data = MemoryDataset.of(Shape.of(1, 2, 3), 9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6);
        Preprocessing preprocessing = new Preprocessing(2, List.of(1f), List.of(1f, 2f, 4f));
        FloatSamples samples = FloatSamples.of(model(images()), data, preprocessing);
        float[] into = new float[8];
        samples.read(1, into, 1);
        assertThat(into).containsExactly(0, 1, 7, 1.5f, 4.5f, 1.25f, 2.75f, 0);
        assertThat(samples.shape()).isEqualTo(Shape.of(3, 1, 2));
        assertThat(samples.elements()).isEqualTo(6);
    }

    @Test
    void networks_of_several_inputs_are_refused() throws Exception {
        Model model = model(OnnxModels.opset(13)
                .input("x", -1, 2)
                .input("z", -1, 2)
                .node("Add", "sum", "x z", "y")
                .output("y", -1, 2));
        Preprocessing filled =
                Preprocessing.scaled(1).withBinding(Binding.none().withConstants(Map.of("z", 1.0)));
        assertThatThrownBy(() -> FloatSamples.of(model, MemoryDataset.of(Shape.of(2), 1, 2), filled))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("several inputs");
    }

    @Test
    void integer_inputs_are_refused() throws Exception {
        Model model = model(OnnxModels.opset(13)
                .input("x", ElementType.INT64, -1, 2)
                .node("Identity", "same", "x", "y")
                .output("y", ElementType.INT64, -1, 2));
        assertThatThrownBy(() -> FloatSamples.of(model, MemoryDataset.of(Shape.of(2), 1, 2), Preprocessing.scaled(1)))
                .isInstanceOf(InferenceException.class)
                .hasMessageContaining("floats can be trained");
    }
}
