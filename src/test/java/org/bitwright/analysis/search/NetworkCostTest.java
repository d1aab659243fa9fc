package org.bitwright.analysis.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkCostTest {
    private static final ActivationConfig SIX_BITS =
            ActivationConfig.ofStatic(new NumberFormat.Uniform(6, Scheme.ASYMMETRIC), Calibrator.minMax());

    @TempDir
    Path folder;

    private Model model;
    private NetworkCost costs;

    @BeforeEach
    void network() throws Exception {
        model = OnnxModels.opset(13)
                .input("x", -1, 4, 6, 6)
                .weight("w1", 5, 4, 3, 3)
                .node("Conv", "conv", "x w1", "h")
                .node("MaxPool", "pool", "h", "p", "kernel_shape=[4,4]")
                .node("Flatten", "flat", "p", "f")
                .weight("w2", 5, 3)
                .node("MatMul", "product", "f w2", "y")
                .output("y", -1, 3)
                .open(folder)
                .model();
        costs = new NetworkCost(model, Map.of("conv", 2880L, "product", 15L));
    }

    @Test
    void floatLayersCostTheirOwnWidth() {
        ConfigCost cost = costs.of(QuantConfig.empty());

        // 180 and 15 weights
        assertThat(cost).isEqualTo(new ConfigCost(4 * 195, 32 * 195, 195, (2880L + 15) * 32 * 32));
        assertThat(cost.averageBits()).isEqualTo(32);
    }

    @Test
    void quantizedLayersCostPayloadAndScales() {
        ConfigCost cost = costs.of(QuantConfig.empty().with("conv", Choices.bits(4)));

        // 180 · 4 bits + 5 scales of 32 are 110 bytes; the 15 others stay float.
        assertThat(cost.bytes()).isEqualTo(110 + 60);
        assertThat(cost.averageBits()).isEqualTo((180 * 4 + 15 * 32) / 195.0);
        assertThat(cost.bitOperations()).isEqualTo(2880L * 4 * 32 + 15 * 32 * 32);
    }

    @Test
    void activationsCountWhereTheyFlowIntoALayer() {
        QuantConfig config = QuantConfig.empty()
                .with("conv", Choices.bits(4))
                .with("product", Choices.bits(3))
                .withActivation("x", ActivationConfig.dynamic())
                .withActivation("f", SIX_BITS);

        assertThat(costs.of(config).bitOperations()).isEqualTo(2880L * 4 * 8 + 15 * 3 * 6);
    }

    @Test
    void valuesThatAreOnlyMovedKeepTheirWidth() {
        QuantConfig config = QuantConfig.empty().withActivation("h", SIX_BITS);

        assertThat(costs.activationBits(layer("product"), config)).isEqualTo(6);
        assertThat(costs.activationBits(layer("conv"), config)).isEqualTo(32);
    }

    @Test
    void oneLayerCostsWhatItAddsToTheWhole() {
        QuantConfig rest = QuantConfig.empty().withActivation("x", ActivationConfig.dynamic());
        ConfigCost conv = costs.of(layer("conv"), Choices.bits(5), rest);
        ConfigCost product = costs.of(layer("product"), Choices.bits(2), rest);

        assertThat(costs.of(rest.with("conv", Choices.bits(5)).with("product", Choices.bits(2))))
                .isEqualTo(conv.plus(product));
    }

    private Layer layer(String name) {
        return model.layer(name).orElseThrow();
    }
}
