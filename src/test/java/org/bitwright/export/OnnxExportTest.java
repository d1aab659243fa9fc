package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OnnxExportTest {
    @TempDir
    private Path folder;

    private ExportResult export(ExportTarget target, String model, String data, TensorConfig choice)
            throws IOException, InferenceException {
        ExportSource source =
                ExportSources.checked(ExportSources.of(model, ExportSources.everyLayer(model, choice)), data, 200);
        return Exports.write(target, source, folder.resolve("out.onnx"), new Progress(), CancelToken.none());
    }

    @ParameterizedTest
    @CsvSource({
        "lenet5.onnx, mnist, 8, SYMMETRIC, CHANNEL",
        "lenet5.onnx, mnist, 8, ASYMMETRIC, TENSOR",
        "lenet5.onnx, mnist, 4, SYMMETRIC, CHANNEL",
        "lenet5.onnx, mnist, 3, NARROW, TENSOR",
        "lenet5.onnx, mnist, 12, ASYMMETRIC, CHANNEL",
        "lenet5.onnx, mnist, 1, SYMMETRIC, CHANNEL",
        "lenet-300-100.onnx, mnist, 4, ASYMMETRIC, CHANNEL",
        "depthwise.onnx, fashion-mnist, 8, SYMMETRIC, CHANNEL",
        "residual.onnx, fashion-mnist, 6, NARROW, CHANNEL",
        "vit.onnx, fashion-mnist, 8, SYMMETRIC, CHANNEL",
        "vit.onnx, fashion-mnist, 4, ASYMMETRIC, TENSOR"
    })
    void integersRunAsTheyWereSimulated(String model, String data, int bits, Scheme scheme, Granularity.Kind kind)
            throws IOException, InferenceException {
        Granularity granularity = kind == Granularity.Kind.CHANNEL ? Granularity.CHANNEL : Granularity.TENSOR;
        ExportResult result = export(
                ExportTarget.QDQ,
                model,
                data,
                TensorConfig.of(NumberFormat.ofBits(bits, scheme), granularity, Calibrator.minMax()));
        Parity parity = result.check().orElseThrow();
        // a default session rounds activations in products with narrow weights, which the file does not ask for
        assertThat(parity.exactDifference().orElse(parity.maxDifference())).isLessThanOrEqualTo(1e-4);
        assertThat(parity.agreement()).isGreaterThanOrEqualTo(0.98);
        assertThat(parity.samples()).isEqualTo(200);
        assertThat(parity.calibration()).isTrue();
        // products with 4-bit codes are fused from version 21 on
        int before =
                OnnxDocument.open(ExportSources.SAMPLES.resolve(model)).model().opset();
        assertThat(OnnxDocument.open(result.path()).model().opset()).isEqualTo(bits <= 4 ? 21 : before);
    }

    @Test
    void simulatedWeightsRunAsTheyWereSimulated() throws IOException, InferenceException {
        ExportResult result = export(
                ExportTarget.SIMULATED,
                "lenet5.onnx",
                "mnist",
                TensorConfig.of(
                        NumberFormat.uniform(5, Scheme.ASYMMETRIC), Granularity.CHANNEL, Calibrator.percentile(99)));
        assertThat(result.parity().orElseThrow()).isZero();
        assertThat(result.sentences()).isEmpty();
    }

    @Test
    void integersAreSmallerOnDisk() throws IOException, InferenceException {
        ExportResult result = export(
                ExportTarget.QDQ,
                "lenet5.onnx",
                "mnist",
                TensorConfig.of(NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax()));
        assertThat(result.bytes())
                .isEqualTo(Files.size(result.path()))
                .isLessThan(Files.size(ExportSources.SAMPLES.resolve("lenet5.onnx")) / 3);
    }

    @Test
    void widerStorageIsListedTensorByTensor() throws IOException, InferenceException {
        ExportResult result = export(
                ExportTarget.QDQ,
                "lenet-300-100.onnx",
                "mnist",
                TensorConfig.of(NumberFormat.uniform(6, Scheme.SYMMETRIC), Granularity.CHANNEL, Calibrator.minMax()));
        assertThat(result.sentences()).hasSize(3).allMatch(loss -> loss.contains("6 bits") && loss.contains("int8"));
    }

    @Test
    void inputIsNeverWrittenOver() throws IOException {
        Path model = folder.resolve("m.onnx");
        Files.copy(ExportSources.SAMPLES.resolve("lenet5.onnx"), model);
        Path link = Files.createLink(folder.resolve("link.onnx"), model);
        byte[] before = Files.readAllBytes(model);
        ExportSource source = ExportSources.of(model, QuantConfig.empty());
        for (Path target : List.of(model, link)) {
            for (ExportTarget kind : ExportTarget.values()) {
                assertThatThrownBy(() -> Exports.write(kind, source, target, new Progress(), CancelToken.none()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("another name");
            }
        }
        assertThat(model).hasBinaryContent(before);
    }

    @Test
    void differenceIsInfiniteWhereOnlyOneSideIsNan() throws InferenceException {
        assertThat(ParityCheck.maxDifference(new float[] {1, Float.NaN}, new float[] {1.5f, Float.NaN}))
                .isEqualTo(0.5);
        assertThat(ParityCheck.maxDifference(new float[] {1}, new float[] {Float.NaN}))
                .isInfinite();
        assertThatThrownBy(() -> ParityCheck.maxDifference(new float[1], new float[2]))
                .isInstanceOf(InferenceException.class);
    }
}
