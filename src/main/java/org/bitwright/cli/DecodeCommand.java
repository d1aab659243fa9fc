package org.bitwright.cli;

import java.nio.file.Path;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.CodedFile;
import org.bitwright.project.Project;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Puts coded weights back into their model. */
@Command(
        name = "decode",
        description = "Reads weights that '--export huffman=FILE' wrote and writes their model with them: ONNX, or a"
                + " state dict (.pth, .safetensors) where there are weights without a network. MODEL, and what it is"
                + " joined to, are those that the weights were taken from.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bitwright decode model.onnx --from small.bwh --out small.onnx"})
final class DecodeCommand extends WorkCommand {
    @Mixin
    private final WorkSource source = new WorkSource();

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file of coded weights (.bwh).")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The file to write, with the quantized values as floats.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        AtomicFile.checkTarget(out);
        CodedFile coded = CodedFile.read(from);
        progress.message(String.valueOf(from.getFileName()));
        try (Project project = source.open(this)) {
            project.joining().decode(coded, out, cancel);
        }
        new CodedReport(coded).put(result);
        result.put("written", out.toString());
        say(new CodedReport(coded).text());
        say("wrote " + out);
    }
}
