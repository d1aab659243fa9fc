package org.bitwright.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.bitwright.export.NncfPlan.Compression;
import org.bitwright.model.Phrase;
import org.bitwright.model.Preprocessing;
import org.bitwright.task.CancelToken;

/** A Python script that has NNCF quantize the model in the same way (exports.md, 6): NNCF reads no parameters. */
final class NncfExport implements Exporter {

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        ParameterSet set = ParameterSet.of(source, cancel);
        NncfPlan plan = NncfPlan.of(source, set);
        boolean symmetric = set.activations().stream().allMatch(tensor -> tensor.isUniform() && tensor.isSigned());
        byte[] script = script(source, plan, symmetric).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(file, out -> out.write(script));
        return plan.losses();
    }

    private static String script(ExportSource source, NncfPlan plan, boolean symmetric) throws IOException {
        StringBuilder steps = new StringBuilder();
        plan.groups().forEach((compression, operators) -> steps.append(compressed(compression, operators, plan)));
        if (!plan.quantized().isEmpty()) {
            steps.append(quantized(plan, symmetric));
        }
        boolean needsData = !plan.quantized().isEmpty();
        return header(source, needsData)
                + (needsData ? samples(source) : "")
                + """


                def main():
                    model = onnx.load(sys.argv[1])
                """
                + steps
                + "    onnx.save(model, sys.argv[" + (needsData ? 3 : 2) + "])\n"
                + """


                if __name__ == "__main__":
                    main()
                """;
    }

    private static String header(ExportSource source, boolean needsData) throws IOException {
        String arguments = needsData ? "MODEL.onnx SAMPLES.npy OUT.onnx" : "MODEL.onnx OUT.onnx";
        return """
                # Written by %s for %s (SHA-256 %s).
                #
                # python SCRIPT.py %s
                import sys

                import nncf
                %simport onnx
                """.formatted(
                        ToolVersion.text(),
                        PythonText.comment(source.model().fileName()),
                        source.document().digest(),
                        arguments,
                        needsData ? "import numpy as np\n" : "");
    }

    /** Samples for calibration, made into inputs as the workbench does. */
    private static String samples(ExportSource source) {
        String input = source.model().inputs().isEmpty()
                ? ""
                : source.model().inputs().get(0).name();
        Preprocessing preprocessing = source.preprocessing().orElse(Preprocessing.scaled(1));
        return """


                INPUT = %s
                SCALE = np.float32(%s)
                MEAN = np.array([%s], dtype=np.float32).reshape(-1, 1, 1)
                STD = np.array([%s], dtype=np.float32).reshape(-1, 1, 1)


                def samples(path):
                    # Raw samples, the first axis counts them; one dimension is left as it is.
                    for raw in np.load(path):
                        value = raw.astype(np.float32) * SCALE
                        value = (value - MEAN) / STD if value.ndim > 1 else (value - MEAN[0, 0, 0]) / STD[0, 0, 0]
                        yield {INPUT: value.reshape(1, *raw.shape) if raw.ndim != 2 else value.reshape(1, 1, *raw.shape)}
                """.formatted(
                        PythonText.literal(input),
                        preprocessing.scale(),
                        numbers(preprocessing.mean()),
                        numbers(preprocessing.std()));
    }

    private static String numbers(List<Float> numbers) {
        return numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }

    private static String compressed(Compression compression, List<String> operators, NncfPlan plan) {
        List<String> others = new ArrayList<>(plan.ignored());
        others.addAll(plan.quantized());
        for (Map.Entry<Compression, List<String>> group : plan.groups().entrySet()) {
            if (!group.getKey().equals(compression)) {
                others.addAll(group.getValue());
            }
        }
        String group = compression.isFourBits()
                ? String.format(
                        Locale.ROOT,
                        "        ratio=1.0,%n        group_size=%d,%n        all_layers=True,%n",
                        compression.groupSize())
                : "";
        return """
                    # %s
                    model = nncf.compress_weights(
                        model,
                        mode=nncf.CompressWeightsMode.%s,
                %s        ignored_scope=nncf.IgnoredScope(names=%s, validate=False),
                    )
                """.formatted(
                        PythonText.comment(String.join(", ", operators)),
                        compression.mode(),
                        group.replace(System.lineSeparator(), "\n"),
                        PythonText.list(others, 8));
    }

    private static String quantized(NncfPlan plan, boolean symmetric) {
        List<String> others = new ArrayList<>(plan.ignored());
        plan.groups().values().forEach(others::addAll);
        return """
                    # %s
                    model = nncf.quantize(
                        model,
                        nncf.Dataset(list(samples(sys.argv[2]))),
                        preset=nncf.QuantizationPreset.%s,
                        ignored_scope=nncf.IgnoredScope(names=%s, validate=False),
                    )
                """.formatted(
                        PythonText.comment(String.join(", ", plan.quantized())),
                        symmetric ? "PERFORMANCE" : "MIXED",
                        PythonText.list(others, 8));
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
