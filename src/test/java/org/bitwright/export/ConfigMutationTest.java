package org.bitwright.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.TextMutation;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.target.ActivationPlan;
import org.bitwright.task.CancelToken;

/** Configurations of each kind that is read, put on a small model. */
class ConfigMutationTest extends MutationTest {
    private static final CancelToken NEVER = CancelToken.none();

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        Path model = OnnxModels.opset(13)
                .input("x", -1, 4)
                .weight("a", 4, 8)
                .weight("b", 8, 8)
                .weight("c", 8, 6)
                .weight("d", 6, 3)
                .node("MatMul", "one", "x a", "p")
                .node("Relu", "relu", "p", "q")
                .node("MatMul", "two", "q b", "r")
                .node("MatMul", "three", "r c", "s")
                .node("MatMul", "four", "s d", "y")
                .output("y", -1, 3)
                .write(folder.resolve("model.onnx"));
        Map<String, TensorConfig> layers = new LinkedHashMap<>();
        layers.put("one", choice(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.CHANNEL));
        layers.put("two", choice(NumberFormat.uniform(3, Scheme.ASYMMETRIC), Granularity.group(2)));
        layers.put("three", choice(new NumberFormat.Codebook(2), Granularity.TENSOR));
        layers.put("four", choice(new NumberFormat.Minifloat(FloatType.E4M3FN), Granularity.TENSOR));
        ExportSource source = ExportSources.of(model, QuantConfig.of(layers));
        return List.of(
                target(source, "configuration", written(source, new ConfigExport(), folder)),
                target(
                        source,
                        "AIMET encodings",
                        written(source, new AimetExport(AimetVersion.V0_6_1), folder),
                        written(source, new AimetExport(AimetVersion.V1_0_0), folder),
                        written(source, new AimetExport(AimetVersion.V2_0_0), folder)),
                target(
                        source,
                        "TensorRT cache",
                        "TRT-8501-EntropyCalibration2\nx: 3c010a14\np: 3c8d2b11\nq: 3f800000\n"
                                .getBytes(StandardCharsets.UTF_8)));
    }

    private static TensorConfig choice(NumberFormat format, Granularity granularity) {
        return TensorConfig.of(format, granularity, Calibrator.minMax());
    }

    private static byte[] written(ExportSource source, Exporter exporter, Path folder) throws IOException {
        Path file = folder.resolve("written");
        exporter.write(source, file, NEVER);
        return Files.readAllBytes(file);
    }

    private static FuzzTarget target(ExportSource source, String reader, byte[]... seeds) {
        return new FuzzTarget(
                reader,
                "damaged.json",
                List.of(seeds),
                Mutation.oneOf(ByteMutation.plain(), new TextMutation(), new TextMutation()),
                file -> {
                    ConfigFiles.preprocessing(file);
                    ConfigFiles.onto(
                            source.document(),
                            source.layers(),
                            next -> ActivationPlan.none(),
                            source.config(),
                            file,
                            NEVER);
                });
    }
}
