package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NncfExportTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("script.py");
    }

    private List<String> write(ExportSource source) throws IOException {
        return new NncfExport()
                .write(source, file(), CancelToken.none()).stream()
                        .map(Phrase::toString)
                        .toList();
    }

    /** Runs the script with a stand-in for NNCF that prints the calls. */
    private String run(String... arguments) throws Exception {
        Files.writeString(
                folder.resolve("numpy.py"),
                "float32 = float\ndef array(v, dtype):\n    return Array()\n"
                        + "class Array:\n    def reshape(self, *shape):\n        return self\n"
                        + "def load(path):\n    return []\n");
        Files.writeString(folder.resolve("onnx.py"), """
                def load(path):
                    return path
                def save(model, path):
                    print("save", model, path)
                """);
        Files.writeString(folder.resolve("nncf.py"), """
                import enum
                CompressWeightsMode = enum.Enum("CompressWeightsMode", "INT8_SYM INT8_ASYM INT4_SYM INT4_ASYM")
                QuantizationPreset = enum.Enum("QuantizationPreset", "PERFORMANCE MIXED")
                def IgnoredScope(names, validate):
                    return sorted(names)
                def Dataset(samples):
                    return samples
                def compress_weights(model, mode, ignored_scope, ratio=None, group_size=None, all_layers=None):
                    print("compress", mode.name, group_size, ratio, all_layers, ignored_scope)
                    return model + "+"
                def quantize(model, dataset, preset, ignored_scope):
                    print("quantize", preset.name, ignored_scope)
                    return model + "*"
                """);
        String[] command = new String[arguments.length + 2];
        command[0] = "python3";
        command[1] = file().toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return Programs.run(folder, command);
    }

    @Test
    void layersAreGroupedByBitsAndTheRestIgnored() throws Exception {
        QuantConfig config = QuantConfig.empty()
                .with("conv1/Conv", ParameterSources.choice(8, Scheme.SYMMETRIC, Granularity.CHANNEL))
                .with("conv2/Conv", ParameterSources.choice(8, Scheme.SYMMETRIC, Granularity.CHANNEL))
                .with("fc1/Gemm", ParameterSources.choice(4, Scheme.ASYMMETRIC, Granularity.group(40)))
                .with("fc2/Gemm", ParameterSources.choice(5, Scheme.SYMMETRIC, Granularity.CHANNEL));
        List<String> losses = write(ExportSources.of("lenet5.onnx", config));
        assertThat(losses)
                .hasSize(2)
                .anyMatch(loss -> loss.contains("'fc2/Gemm'") && loss.contains("stays float"))
                .anyMatch(loss -> loss.contains("no scales"));
        assumeThat(Programs.exists("python3")).isTrue();
        assertThat(run("in.onnx", "out.onnx").lines())
                .containsExactly(
                        "compress INT8_SYM None None None ['fc1/Gemm', 'fc2/Gemm', 'fc3/Gemm']",
                        "compress INT4_ASYM 40 1.0 True ['conv1/Conv', 'conv2/Conv', 'fc2/Gemm', 'fc3/Gemm']",
                        "save in.onnx++ out.onnx");
    }

    @Test
    void layersWithActivationsAreQuantizedOnCalibrationData() throws Exception {
        List<String> losses = write(ParameterSources.lenet());
        for (String name : List.of("conv2/Conv", "fc2/Gemm", "/Relu_1_output_0", "/Relu_2_output_0", "'output'")) {
            assertThat(losses).anyMatch(loss -> loss.contains(name));
        }
        assumeThat(Programs.exists("python3")).isTrue();
        // 'input' is asymmetric. What takes no quantized activation stays float: the poolings after conv2, for one.
        assertThat(run("in.onnx", "samples.npy", "out.onnx").lines())
                .contains("save in.onnx+++* out.onnx")
                .anyMatch(line -> line.startsWith("quantize MIXED")
                        && line.contains("'conv2/Conv'")
                        && line.contains("'fc3/Gemm'")
                        && !line.contains("'conv1/Conv'"));
    }

    @Test
    void scriptIsPython() throws Exception {
        write(ParameterSources.lenet());
        assumeThat(Programs.exists("python3")).isTrue();
        Programs.run(folder, "python3", "-m", "py_compile", file().toString());
    }

    @Test
    void namesCannotEndALiteral() {
        assertThat(PythonText.literal("a\"b\\c\nd é")).isEqualTo("\"a\\\"b\\\\c\\U0000000ad \\U000000e9\"");
        assertThat(PythonText.comment("a\nimport os\u2028x")).isEqualTo("a?import os?x");
    }
}
