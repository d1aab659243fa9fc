package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CHeaderExportTest {
    private static final Pattern ARRAY =
            Pattern.compile("static const (\\w+) (\\w+)\\[(\\d+)] = \\{([^}]*)}", Pattern.DOTALL);

    @TempDir
    Path folder;

    /** An array of a header: its type and its numbers. */
    private record Constants(String type, double[] values) {}

    private Map<String, Constants> write(ExportSource source) throws IOException {
        Path file = folder.resolve("net.h");
        losses = new CHeaderExport()
                .write(source, file, CancelToken.none()).stream()
                        .map(Phrase::toString)
                        .toList();
        Map<String, Constants> arrays = new HashMap<>();
        Matcher matcher = ARRAY.matcher(Files.readString(file));
        while (matcher.find()) {
            double[] values = Pattern.compile(",")
                    .splitAsStream(matcher.group(4).strip())
                    .mapToDouble(CHeaderExportTest::number)
                    .toArray();
            assertThat(values).hasSize(Integer.parseInt(matcher.group(3)));
            assertThat(arrays.put(matcher.group(2), new Constants(matcher.group(1), values)))
                    .isNull();
        }
        return arrays;
    }

    private List<String> losses = List.of();

    private static double number(String text) {
        String value = text.strip();
        return value.startsWith("0x")
                ? Integer.parseInt(value.substring(2), 16)
                : value.endsWith("f") ? Float.parseFloat(value) : Double.parseDouble(value);
    }

    private static int nibble(Constants codes, int index, boolean signed) {
        int half = (int) codes.values()[index / 2] >> (index % 2 * 4) & 0xF;
        return signed && half > 7 ? half - 16 : half;
    }

    @Test
    void codesGiveTheSimulatedWeightsBack() throws IOException {
        ExportSource source = ParameterSources.lenet();
        Map<String, Constants> arrays = write(source);
        assertValues(source, "conv1/Conv", arrays, "conv1_Conv", 25);
        assertThat(arrays.get("conv1_Conv_weight").type()).isEqualTo("int8_t");
        assertValues(source, "fc2/Gemm", arrays, "fc2_Gemm", 84 * 120);

        float[] conv2 = simulated(source, "conv2/Conv");
        Constants codes = arrays.get("conv2_Conv_weight");
        assertThat(codes.type()).isEqualTo("uint8_t");
        for (int i = 0; i < conv2.length; i++) {
            int zeroPoint = (int) arrays.get("conv2_Conv_zero_point").values()[i / 150];
            float scale = (float) arrays.get("conv2_Conv_scale").values()[i / 150];
            assertThat((nibble(codes, i, false) - zeroPoint) * scale).isEqualTo(conv2[i]);
        }
        float[] fc1 = simulated(source, "fc1/Gemm");
        for (int i = 0; i < fc1.length; i++) {
            float scale = (float) arrays.get("fc1_Gemm_scale").values()[i / 40];
            assertThat(nibble(arrays.get("fc1_Gemm_weight"), i, true) * scale).isEqualTo(fc1[i]);
        }
    }

    private static float[] simulated(ExportSource source, String layer) throws IOException {
        Layer found = source.model().layer(layer).orElseThrow();
        return source.simulated(found, CancelToken.none()).get(found.weight().name());
    }

    private static void assertValues(
            ExportSource source, String layer, Map<String, Constants> arrays, String name, int row) throws IOException {
        float[] expected = simulated(source, layer);
        for (int i = 0; i < expected.length; i++) {
            int code = (int) arrays.get(name + "_weight").values()[i];
            float scale = (float) arrays.get(name + "_scale").values()[i / row];
            assertThat(code * scale).isEqualTo(expected[i]);
        }
    }

    @Test
    void sixteenBitsAreShorts() throws IOException {
        QuantConfig config = QuantConfig.empty()
                .with("fc3/Gemm", ParameterSources.choice(12, Scheme.SYMMETRIC, Granularity.CHANNEL));
        ExportSource source = ExportSources.of("lenet5.onnx", config);
        Map<String, Constants> arrays = write(source);
        assertThat(arrays.get("fc3_Gemm_weight").type()).isEqualTo("int16_t");
        assertValues(source, "fc3/Gemm", arrays, "fc3_Gemm", 84);
        // No activations: the bias stays as it is, and there is no multiplier.
        float[] bias = source.model()
                .layer("fc3/Gemm")
                .orElseThrow()
                .bias()
                .orElseThrow()
                .readFloats();
        for (int i = 0; i < bias.length; i++) {
            assertThat((float) arrays.get("fc3_Gemm_bias").values()[i]).isEqualTo(bias[i]);
        }
        assertThat(arrays).doesNotContainKey("fc3_Gemm_multiplier");
    }

    @Test
    void biasesAreThePlannedIntegers() throws IOException {
        Constants bias = write(ParameterSources.lenet()).get("conv1_Conv_bias");
        assertThat(bias.type()).isEqualTo("int32_t");
        assertThat(bias.values()).containsExactly(7, -8, 9, 10, 11, -12);
    }

    @Test
    void multiplierIsInputTimesWeightOverOutputScale() throws IOException {
        Path model = ParameterSources.blocks(folder.resolve("m.onnx"));
        UniformGrid input = new UniformGrid(0.75f, 0, -128, 127);
        UniformGrid output = new UniformGrid(28f, 5, -128, 127);
        QuantConfig config =
                QuantConfig.empty().with("product", ParameterSources.choice(4, Scheme.SYMMETRIC, Granularity.TENSOR));
        ExportSource source = ParameterSources.with(
                ExportSources.of(model, config),
                new ActivationPlan(
                        Map.of("x", Quantizer.of(input), "y", Quantizer.of(output)),
                        Map.of(),
                        Map.of(),
                        List.of(),
                        List.of()));
        Map<String, Constants> arrays = write(source);
        // The weight's scale is 28 / 7 = 4: 0.75 · 4 / 28 = 3/28 = 6/7 · 2^−3, and 6/7 · 2^31 = 1840700269.7.
        assertThat(arrays.get("product_scale").values()).containsExactly(4);
        assertThat(arrays.get("product_multiplier").values()).containsExactly(1840700270);
        assertThat(arrays.get("product_shift").values()).containsExactly(3);
    }

    @Test
    void multiplierLooksBehindTheRectification() throws IOException {
        Map<String, Constants> arrays = write(ParameterSources.lenet());
        float[] scales = new float[6];
        for (int i = 0; i < 6; i++) {
            scales[i] = (float) arrays.get("conv1_Conv_scale").values()[i];
            double factor = arrays.get("conv1_Conv_multiplier").values()[i]
                    * Math.pow(2, -31 - arrays.get("conv1_Conv_shift").values()[i]);
            double exact = (double) (1 / 255f) * scales[i] / 0.03125;
            assertThat(Math.abs(factor / exact - 1)).isLessThan(0x1p-31);
        }
    }

    @Test
    void whatIsLostIsNamed() throws IOException {
        write(ParameterSources.lenet());
        assertThat(losses)
                .hasSize(3)
                .anyMatch(loss -> loss.contains("'fc3/Gemm'"))
                .anyMatch(loss -> loss.contains("'/Relu_2_output_0'"))
                .anyMatch(loss -> loss.contains("'output'"));
    }

    @Test
    void compilesAndComputes() throws Exception {
        write(ParameterSources.lenet());
        assumeThat(Programs.exists("cc")).isTrue();
        Files.writeString(folder.resolve("main.c"), """
                #include "net.h"
                #include "net.h"
                #include <stdio.h>
                int main(void) {
                    printf("%zu %d %d %.9g\\n", sizeof conv1_Conv_weight, conv1_Conv_bias[1], input_zero_point,
                           Relu_output_0_scale);
                    return 0;
                }
                """);
        Programs.run(
                folder,
                "cc",
                "-std=c99",
                "-Wall",
                "-Wextra",
                "-Werror",
                "-Wno-unused",
                "-pedantic",
                "-o",
                "main",
                "main.c");
        assertThat(Programs.run(folder, folder.resolve("main").toString())).isEqualTo("150 -8 3 0.03125");
    }

    @Test
    void namesAreIdentifiersGivenOnce() {
        CNames names = new CNames();
        assertThat(List.of(
                        names.unique("a/b"),
                        names.unique("a.b"),
                        names.unique("0"),
                        names.unique("int"),
                        names.unique("层")))
                .containsExactly("a_b", "a_b_2", "t_0", "t_int", "t_");
        assertThat(CNames.comment("x */ int y; /*\n")).isEqualTo("x * / int y; / *?");
    }
}
