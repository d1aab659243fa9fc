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
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.bitwright.model.Layer;
import org.bitwright.model.Phrase;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.NvFp4Grid;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TableGrid;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;

/** The layer table, with what stands before and behind each layer. Exact numbers; a number that is infinite or undefined is an empty field. */
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
            "rounding",
            "hand_made",
            "changed_by",
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
            "entropy_bytes",
            "input_bits",
            "input_scale",
            "input_zero_point",
            "output_bits",
            "output_scale",
            "output_zero_point");

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADER);
        LayerEdges edges = new LayerEdges(source.model(), source.plan());
        for (Layer layer : source.model().layers()) {
            List<String> row =
                    new ArrayList<>(row(layer, source.config().of(layer.name()), source.quantized(layer, cancel)));
            row.addAll(activation(edges.input(layer)));
            row.addAll(activation(edges.output(layer)));
            rows.add(row);
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
                .flatMapToDouble(grid -> scale(config.format(), grid))
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
                isQuantized ? CsvLine.text(ConfigNames.of(config.rounding())) : "",
                String.valueOf(config.isHandMade()),
                CsvLine.text(changedBy(config)),
                scales.getCount() > 0 ? CsvLine.number(scales.getMin()) : "",
                scales.getCount() > 0 ? CsvLine.number(scales.getMax()) : "",
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

    /** Of the grid before or behind a layer, where the target's rules put a static one of integers there. */
    private static List<String> activation(Optional<UniformGrid> grid) {
        return grid.map(found -> List.of(
                        String.valueOf(32 - Integer.numberOfLeadingZeros(found.qmax() - found.qmin())),
                        CsvLine.number(found.scale()),
                        String.valueOf(found.zeroPoint())))
                .orElse(List.of("", "", ""));
    }

    private static String shape(Layer layer) {
        return Arrays.stream(layer.weight().shape().toArray())
                .mapToObj(Long::toString)
                .collect(Collectors.joining("x"));
    }

    /** What codes are multiplied by; none for 16-bit floats and codebooks. */
    private static DoubleStream scale(NumberFormat format, Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            return DoubleStream.of(uniform.scale());
        }
        if (grid instanceof BinaryGrid binary) {
            return DoubleStream.of(binary.alpha());
        }
        if (grid instanceof TernaryGrid ternary) {
            return DoubleStream.of(ternary.alpha());
        }
        if (grid instanceof NvFp4Grid block) {
            return DoubleStream.of(block.scale());
        }
        if (grid instanceof FloatGrid floats && !(format instanceof NumberFormat.HalfFloat)) {
            return DoubleStream.of(floats.scale());
        }
        return grid instanceof TableGrid table && format instanceof NumberFormat.Nf4
                ? DoubleStream.of(table.scale())
                : DoubleStream.empty();
    }

    /** Where the weight or its codes are not what the model and plain rounding give: how they were found. */
    private static String changedBy(TensorConfig config) {
        Stream<String> codes = config.rounding() instanceof Rounding.Assigned assigned
                ? Stream.of(assigned.codes().origin())
                : Stream.empty();
        return Stream.concat(config.overlay().map(WeightOverlay::origin).stream(), codes)
                .collect(Collectors.joining("+"));
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
