package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Layer;
import org.bitwright.quant.AssignedCodes;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvExportTest {
    @TempDir
    private Path folder;

    @Test
    void fieldsAreQuotedWhereNeeded() {
        assertThat(CsvLine.of(List.of("a", "b,c", "say \"x\"", "two\nlines", "")))
                .isEqualTo("a,\"b,c\",\"say \"\"x\"\"\",\"two\nlines\",\r\n");
    }

    @Test
    void namesFromFilesAreNoFormulas() {
        assertThat(CsvLine.text("=HYPERLINK(\"x\")")).isEqualTo("'=HYPERLINK(\"x\")");
        assertThat(CsvLine.text("@SUM(A1)")).startsWith("'");
        assertThat(CsvLine.text("+1")).startsWith("'");
        assertThat(CsvLine.text("-1")).startsWith("'");
        assertThat(CsvLine.text("\t=1")).startsWith("'");
        assertThat(CsvLine.text("/conv1/Conv")).isEqualTo("/conv1/Conv");
        assertThat(CsvLine.text("")).isEmpty();
    }

    @Test
    void numbersKeepTheirDigitsAndUndefinedOnesAreEmpty() {
        assertThat(CsvLine.number(0.1)).isEqualTo("0.1");
        assertThat(CsvLine.number(-1.0 / 3)).isEqualTo("-0.3333333333333333");
        assertThat(CsvLine.number(Double.NaN)).isEmpty();
        assertThat(CsvLine.number(Double.POSITIVE_INFINITY)).isEmpty();
    }

    @Test
    void everyLayerIsARow() throws IOException {
        Path file = folder.resolve("layers.csv");
        QuantConfig config = ExportSources.everyLayer("lenet5.onnx", Preset.INT8_TENSOR.config());
        String last = config.layers().keySet().stream().reduce((a, b) -> b).orElseThrow();
        ExportSource source = ExportSources.of("lenet5.onnx", config.with(last, Preset.FLOAT.config()));
        new CsvExport().write(source, file, CancelToken.none());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(6).allMatch(line -> line.split(",", -1).length == 31);
        assertThat(lines.get(0)).startsWith("name,op,weight,shape,parameters,format,bits");
        assertThat(lines.get(0))
                .endsWith(",bytes,float_bytes,entropy_bytes,input_bits,input_scale,input_zero_point,output_bits,"
                        + "output_scale,output_zero_point");
        assertThat(lines.get(1))
                .startsWith("conv1/Conv,Conv,conv1.weight,6x1x5x5,150,int,8,symmetric,tensor,minmax,even,false,,");
        assertThat(lines.get(5))
                .contains(",10x84,840,float,32,,,,,false,,,,,0.0,,")
                .endsWith(",3360,3360,3360,,,,,,");
    }

    @Test
    void everyChoiceHasItsColumn() throws IOException {
        ExportSource plain = ExportSources.of("lenet5.onnx", QuantConfig.empty());
        List<Layer> layers = plain.model().layers();
        NumberFormat codebook = new NumberFormat.Codebook(3);
        TensorConfig assigned = TensorConfig.of(
                        NumberFormat.uniform(4, Scheme.POWER_OF_TWO), Granularity.group(32), Calibrator.minMax())
                .withOverlay(Optional.of(WeightOverlay.of(
                        "=equalization",
                        Map.of(
                                layers.get(2).weight().name(),
                                layers.get(2).weight().readFloats()))))
                .withRounding(new Rounding.Assigned(
                        AssignedCodes.of("gptq", new int[(int) layers.get(2).parameters()])));
        QuantConfig config = QuantConfig.empty()
                .with(
                        layers.get(0).name(),
                        TensorConfig.of(new NumberFormat.NvFp4(), Granularity.group(16), Calibrator.minMax())
                                .withRounding(Rounding.stochastic(9)))
                .with(layers.get(1).name(), TensorConfig.of(codebook, Granularity.CHANNEL, Calibrator.minMax()))
                .with(layers.get(2).name(), assigned);
        Path file = folder.resolve("layers.csv");
        new CsvExport().write(ExportSources.of("lenet5.onnx", config), file, CancelToken.none());
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(0)).contains("bits,scheme,granularity,calibrator,rounding,hand_made,changed_by,scale_min");
        assertThat(lines.get(1)).contains(",150,nvfp4,4,,group:16,minmax,stochastic:9,false,,");
        assertThat(lines.get(2)).contains(",codebook,3,,channel,minmax,even,false,,,,,"); // without a scale
        assertThat(lines.get(3)).contains(",int,4,power-of-two,group:32,minmax,gptq,false,'=equalization+gptq,");
        assertThat(lines).allMatch(line -> line.split(",", -1).length == 31);
    }

    @Test
    void activationsStandBesideTheirLayers() throws IOException {
        Path file = folder.resolve("layers.csv");

        new CsvExport().write(ActivationConfigTest.source(), file, CancelToken.none());

        // the input has 0.5 and −125; the output of the first convolution is that of its Relu, 0.25 and −128
        List<String> lines = Files.readAllLines(file);
        assertThat(lines.get(1)).endsWith(",8,0.5,-125,8,0.25,-128");
        assertThat(lines.get(2)).endsWith(",8,0.25,-128,,,");
        assertThat(lines.get(5)).endsWith(",,,,,,");
    }
}
