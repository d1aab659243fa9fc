package org.bitwright.cli;

import java.nio.file.Path;
import org.bitwright.export.AtomicFile;
import org.bitwright.export.CodedFile;
import org.bitwright.export.DecodedModel;
import org.bitwright.io.WeightFiles;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.QuantizedImport;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Puts coded weights back into their model. */
@Command(
        name = "decode",
        description = "Reads weights that '--export huffman=FILE' wrote and writes their model with them (ONNX).",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  bitwright decode model.onnx --from small.bwh --out small.onnx"})
final class DecodeCommand extends WorkCommand {
    @Parameters(index = "0", paramLabel = "MODEL", description = "The ONNX model that the weights were taken from.")
    @SuppressWarnings("NullAway.Init")
    private Path model;

    @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file of coded weights (.bwh).")
    @SuppressWarnings("NullAway.Init")
    private Path from;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE",
            description = "The ONNX model to write, with the quantized values as floats.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Override
    void work(Progress progress, CancelToken cancel) throws Exception {
        AtomicFile.checkTarget(out);
        if (WeightFiles.recognizes(model)) {
            throw new WorkException(model + " holds weights without a network, which coded weights cannot be put back"
                    + " into; export them anew as pth or safetensors");
        }
        CodedFile coded = CodedFile.read(from);
        progress.message(String.valueOf(from.getFileName()));
        DecodedModel.write(QuantizedImport.floatDocument(OnnxDocument.open(model)), coded, out, cancel);
        new CodedReport(coded).put(result);
        result.put("written", out.toString());
        say(new CodedReport(coded).text());
        say("wrote " + out);
    }
}
