package org.bitwright.export;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.stream.Collectors;
import org.bitwright.model.Layer;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/** The layer table. Exact numbers; a number that is infinite or undefined is an empty field. */
final class CsvExport implements Exporter {
    private static final List<String> HEADER = List.of(
            "name",
            "op",
            "weight",
            "shape",
            "parameters",
            "format",
            "bits",
            "scheme",
            "granularity",
            "calibrator",
            "hand_made",
            "scale_min",
            "scale_max",
            "zero_point",
            "mse",
            "sqnr_db",
            "cosine",
            "max_error",
            "clipped",
            "clip_error_share",
            "bytes",
            "float_bytes",
            "entropy_bytes");

    @Override
    public List<String> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        for (Layer layer : source.model().layers()) {
            rows.add(row(layer, source.config().of(layer.name()), source.quantized(layer, cancel)));
        }
        AtomicFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            for (List<String> row : rows) {
                writer.write(CsvLine.of(row));
            }
            writer.flush();
        });
        return List.of();
    }

    private static List<String> row(Layer layer, TensorConfig config, QuantizedLayer quantized) {
        QuantError error = quantized.error();
        NumberFormat.Uniform uniform = config.format() instanceof NumberFormat.Uniform u ? u : null;
        boolean isQuantized = config.format().isQuantized();
        DoubleSummaryStatistics scales = quantized.grids().stream()
                .mapToDouble(grid -> grid instanceof UniformGrid u ? u.scale() : grid.step())
                .summaryStatistics();
        return List.of(
                CsvLine.text(layer.name()),
                CsvLine.text(layer.op()),
                CsvLine.text(layer.weight().name()),
                shape(layer),
                String.valueOf(layer.parameters()),
                ConfigNames.of(config.format()),
                String.valueOf(
                        config.format().isQuantized()
                                ? config.format().bits()
                                : layer.weight().type().bits()),
                uniform == null ? "" : ConfigNames.of(uniform.scheme()),
                isQuantized ? ConfigNames.of(config.granularity()) : "",
                isQuantized ? ConfigNames.of(config.calibrator()) : "",
                String.valueOf(config.isHandMade()),
                isQuantized ? CsvLine.number(scales.getMin()) : "",
                isQuantized ? CsvLine.number(scales.getMax()) : "",
                zeroPoint(quantized),
                CsvLine.number(error.mse()),
                CsvLine.number(error.sqnrDb()),
                CsvLine.number(error.cosine()),
                CsvLine.number(error.maxError()),
                CsvLine.number(error.clippedShare()),
                CsvLine.number(error.clipErrorShare()),
                String.valueOf(quantized.bytes()),
                String.valueOf(StorageSize.bytes(layer, TensorConfig.unquantized())),
                quantized.entropyBytes().isPresent()
                        ? String.valueOf(quantized.entropyBytes().getAsLong())
                        : "");
    }

    private static String shape(Layer layer) {
        return Arrays.stream(layer.weight().shape().toArray())
                .mapToObj(Long::toString)
                .collect(Collectors.joining("x"));
    }

    private static String zeroPoint(QuantizedLayer quantized) {
        return quantized.grids().size() == 1 && quantized.grids().get(0) instanceof UniformGrid grid
                ? String.valueOf(grid.zeroPoint())
                : "";
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
