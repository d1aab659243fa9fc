package org.bitwright.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.bitwright.model.Phrase;
import org.bitwright.onnx.OptimizedGraph;

/**
 * A written file.
 *
 * @param broken what the configuration's runtime will not do as chosen
 * @param losses what the file says less exactly than the configuration, one sentence each
 * @param parity largest absolute difference between the outputs of the written file and of the workbench's own
 *     simulation on calibration data; empty where the target cannot be run or there are no data
 * @param paritySamples number of samples behind it
 * @param check the whole comparison behind {@code parity}
 * @param graph what ONNX Runtime makes of a network when it loads it
 * @param results what the file itself does on the evaluation data
 */
public record ExportResult(
        ExportTarget target,
        Path path,
        long bytes,
        BrokenRules broken,
        List<Phrase> losses,
        OptionalDouble parity,
        int paritySamples,
        Optional<Parity> check,
        Optional<OptimizedGraph> graph,
        Optional<FileResults> results) {
    public ExportResult {
        losses = List.copyOf(losses);
    }

    /** All that is lost, in English: broken rules, then {@link #losses}. */
    public List<String> sentences() {
        return Stream.concat(broken.sentences().stream(), losses.stream().map(Phrase::toString))
                .toList();
    }

    /** The same with what the file does on the evaluation data. */
    public ExportResult withResults(FileResults measured) {
        return new ExportResult(
                target, path, bytes, broken, losses, parity, paritySamples, check, graph, Optional.of(measured));
    }
}
