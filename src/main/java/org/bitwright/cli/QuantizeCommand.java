package org.bitwright.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.export.ConfigJson;
import org.bitwright.model.Glob;
import org.bitwright.project.Measurement;
import org.bitwright.project.Project;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Quantizes, measures errors and accuracy, exports. */
@Command(
        name = "quantize",
        description = "Quantizes a model, measures errors and, with --data, accuracy; exports it.",
        mixinStandardHelpOptions = true,
        showDefaultValues = false,
        footer = {
            "",
            "Example:",
            "  bitwright quantize model.onnx --bits 4 --calibrator mse --set 'fc*:bits=8'",
            "      --data t10k-images-idx3-ubyte.gz --export qdq=small.onnx --export config=small.json",
            "  bitwright quantize model.onnx --format int --bits 4 --granularity group:32 --rounding stochastic:7",
            "  bitwright quantize model.onnx --preset w8a8 --calibration-data train-images-idx3-ubyte.gz",
            "      --set 'output:activation-format=float' --export qdq=int8.onnx",
            "  bitwright quantize model.onnx --format nf4 --set '/conv*:format=fp8-e4m3,granularity=channel'"
        })
final class QuantizeCommand extends WorkCommand {
    @Mixin
    private final ConfiguredWork options = new ConfiguredWork();

    @Mixin
    private final ImproveOptions improveOptions = new ImproveOptions();

    @Option(
            names = "--compare-calibrators",
            paramLabel = "GLOB",
            description = "Show what every calibrator would make of the layers whose names match; changes nothing.")
    private Optional<String> compared = Optional.empty();

    @Option(
            names = "--errors",
            paramLabel = "GLOB",
            description = "Show where the error of the layers whose names match lies: its distribution, and the share "
                    + "of each channel in clipping and rounding.")
    private Optional<String> errors = Optional.empty();

    @Option(names = "--save", paramLabel = "FILE", description = "Save everything as a project file (.bitwright).")
    private Optional<Path> save = Optional.empty();

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        options.exports.checkTargets();
        try (Project project = options.source.open(this, save)) {
            options.useData(project, this);
            options.data.tellHints(project, this, progress, cancel);
            options.configure(project, this, cancel);
            matching(project, compared);
            matching(project, errors);
            improveOptions.applyTo(project, this, progress, cancel);
            Optional<ActivationReport> activations = activations(project, progress, cancel);
            LayerReport layers = LayerReport.of(project, progress, cancel);
            if (project.dataSets().evaluation().isPresent()) {
                measure(project, progress, cancel);
            }
            bytes(project, layers.entropyBytes());
            result.set("layers", layers.json());
            say(layers.table());
            activations.ifPresent(report -> tell(project, report));
            compare(project, progress, cancel);
            tellErrors(project, progress, cancel);
            tellProblems(project, progress, cancel);
            options.exports.write(project, this, progress, cancel);
            save(project, save);
        }
    }

    private void measure(Project project, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        progress.message("float");
        Measurement floating = project.measuring().measure(QuantConfig.empty(), progress, cancel);
        progress.message("quantized");
        Measurement quantized = project.measuring().measure(project.config(), progress, cancel);
        floating.accuracy().ifPresent(accuracy -> tell("float", accuracy));
        quantized.accuracy().ifPresent(accuracy -> tell("quantized", accuracy));
        result.put("samples", quantized.samples());
        ConfigJson.put(result, "agreement", quantized.agreement());
        ConfigJson.put(result, "output_sqnr_db", quantized.outputSqnrDb().orElse(Double.NaN));
        ConfigJson.put(result, "output_cosine", quantized.outputCosine().orElse(Double.NaN));
        ConfigJson.put(result, "mean_cosine", quantized.meanCosine().orElse(Double.NaN));
        say("agreement with float " + Figures.percent(quantized.agreement()) + " of " + quantized.samples()
                + " samples, output SQNR "
                + Figures.rounded(quantized.outputSqnrDb().orElse(Double.NaN)) + " dB, cosine "
                + Figures.rounded(quantized.outputCosine().orElse(Double.NaN)) + ", mean of the samples "
                + String.format(Locale.ROOT, "%.5f", quantized.meanCosine().orElse(Double.NaN)));
    }

    private void tell(String name, Accuracy accuracy) {
        ObjectNode node = Figures.json(accuracy);
        if (options.data.splitsData()) {
            node.put("part", "evaluation");
        }
        result.set(name, node);
        say(String.format("%-9s top-1 %s of %d samples", name, Figures.of(accuracy), accuracy.samples()));
    }

    /** What the target makes of the activations, before anything is measured or written. */
    private Optional<ActivationReport> activations(Project project, Progress progress, CancelToken cancel)
            throws IOException, InferenceException {
        if (!project.config().quantizesActivations()) {
            return Optional.empty();
        }
        progress.message("activations");
        return Optional.of(
                ActivationReport.of(project, project.activations().plan(project.config(), progress, cancel)));
    }

    private void tell(Project project, ActivationReport report) {
        String target = project.config().target().id();
        result.put("target", target);
        result.set("activations", report.json());
        result.set("rules", report.notes());
        result.set("violations", report.violations());
        say("activations for " + target + " (SQNR ≈ from histograms of the calibration data):");
        say(report.table());
    }

    private void compare(Project project, Progress progress, CancelToken cancel) throws IOException {
        if (compared.isPresent()) {
            CalibratorReport report = CalibratorReport.of(project, matching(project, compared), progress, cancel);
            result.set("comparison", report.json());
            say(report.text());
        }
    }

    private void tellErrors(Project project, Progress progress, CancelToken cancel) throws IOException {
        if (errors.isPresent()) {
            ErrorReport report = ErrorReport.of(project, matching(project, errors), progress, cancel);
            result.set("errors", report.json());
            say(report.text());
        }
    }

    private void tellProblems(Project project, Progress progress, CancelToken cancel) {
        ProblemReport problems = ProblemReport.of(project.problems(progress, cancel));
        result.set("problems", problems.json());
        if (!problems.text().isEmpty()) {
            say(problems.text());
        }
    }

    private List<String> matching(Project project, Optional<String> glob) {
        try {
            return glob.isPresent() ? new Glob(glob.get()).layersOf(project.model()) : List.of();
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private void bytes(Project project, long entropyBytes) {
        long quantized = project.measuring().bytes(project.config());
        ObjectNode bytes = result.putObject("bytes");
        bytes.put("float", project.measuring().floatBytes());
        bytes.put("quantized", quantized);
        bytes.put("entropy", entropyBytes);
        say("weights   " + Figures.bytes(quantized) + " instead of "
                + Figures.bytes(project.measuring().floatBytes()) + " ("
                + Figures.rounded((double) project.measuring().floatBytes() / quantized) + "×); Huffman-coded "
                + Figures.bytes(entropyBytes) + " ("
                + Figures.rounded((double) project.measuring().floatBytes() / entropyBytes)
                + "×)");
    }
}
