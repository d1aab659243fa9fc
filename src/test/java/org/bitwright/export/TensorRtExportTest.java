package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.quant.target.Quantizer;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorRtExportTest {
    @TempDir
    Path folder;

    private Path file() {
        return folder.resolve("t.cache");
    }

    @Test
    void scalesAreTheBitsOfFloats() throws IOException {
        new TensorRtExport().write(ParameterSources.lenet(), file(), CancelToken.none());
        // 0.03125 = 2^−5: sign 0, exponent 127 − 5 = 122, no fraction.
        assertThat(Files.readString(file()))
                .isEqualTo("TRT-8501-MinMaxCalibration\n/Relu_output_0: 3d000000\n/pool/MaxPool_output_0: 3d000000\n");
    }

    @Test
    void scaleIsTheGreatestValueOver127() throws IOException {
        NumberFormat.Uniform format = new NumberFormat.Uniform(8, Scheme.SYMMETRIC);
        Map<String, Quantizer> quantizers = Map.of("input", Quantizer.of(UniformGrid.of(format, new Range(-1, 127))));
        QuantConfig config =
                QuantConfig.empty().withActivation("input", ActivationConfig.ofStatic(format, Calibrator.entropy()));
        ExportSource source = ParameterSources.with(
                ExportSources.of("lenet5.onnx", config),
                new ActivationPlan(quantizers, Map.of(), Map.of(), List.of(), List.of()));
        new TensorRtExport().write(source, file(), CancelToken.none());
        assertThat(Files.readString(file())).isEqualTo("TRT-8501-EntropyCalibration2\ninput: 3f800000\n");
    }

    @Test
    void whatIsLostIsNamed() throws IOException {
        List<String> losses = new TensorRtExport()
                .write(ParameterSources.lenet(), file(), CancelToken.none()).stream()
                        .map(Phrase::toString)
                        .toList();
        // conv1 is what TensorRT makes of it anyway.
        List<String> expected = List.of(
                "'conv2/Conv'",
                "'fc1/Gemm'",
                "'fc2/Gemm'",
                "'fc3/Gemm'",
                "'input'",
                "'/Relu_1_output_0'",
                "'/Relu_2_output_0'",
                "'output'");
        assertThat(losses).hasSize(expected.size());
        expected.forEach(name -> assertThat(losses).anyMatch(loss -> loss.contains(name)));
    }
}
