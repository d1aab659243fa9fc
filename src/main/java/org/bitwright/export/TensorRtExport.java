package org.bitwright.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;

/**
 * A calibration cache of TensorRT (exports.md, 5): a line an activation with the bits of its scale, symmetric 8 bits.
 * TensorRT finds the scales of weights itself.
 */
final class TensorRtExport implements Exporter {
    private static final String VERSION = "TRT-8501-";
    private static final int BITS = 8;

    @Override
    public List<String> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        ParameterSet set = ParameterSet.of(source, cancel);
        List<String> losses = new ArrayList<>();
        set.weights().stream()
                .filter(weight -> !isTensorRtsOwn(weight, source))
                .forEach(weight -> losses.add(weight.label()
                        + ", but a calibration cache holds activations only: TensorRT quantizes weights itself, to 8"
                        + " bits per channel by the greatest weight."));
        set.floats()
                .forEach(layer -> losses.add("'" + layer.name() + "' is not quantized, which a calibration cache cannot"
                        + " say: TensorRT may quantize its weights."));
        losses.addAll(set.losses());
        StringBuilder cache = new StringBuilder(VERSION + algorithm(source) + "\n");
        for (GridTensor activation : set.activations()) {
            Optional<String> obstacle = obstacle(activation);
            if (obstacle.isPresent()) {
                losses.add(activation.label() + ", " + obstacle.get() + ": it is left out.");
            } else {
                UniformGrid grid = activation.uniform().get(0);
                if (activation.isNarrow()) {
                    losses.add(activation.label() + " from " + grid.qmin() + " on, which a calibration cache cannot"
                            + " say: the code −128 may be used there.");
                }
                cache.append(String.format("%s: %08x%n", activation.name(), Float.floatToIntBits(grid.scale()))
                        .replace(System.lineSeparator(), "\n"));
            }
        }
        set.dynamic()
                .forEach(edge -> losses.add("the activation '" + edge
                        + "' has a range of every run's own, which a calibration cache cannot say: it is left out."));
        AtomicFile.write(file, out -> out.write(cache.toString().getBytes(StandardCharsets.UTF_8)));
        return losses;
    }

    /** Whether TensorRT finds the same scales. */
    private static boolean isTensorRtsOwn(GridTensor weight, ExportSource source) {
        TensorConfig config = source.config().of(weight.layer().orElseThrow().name());
        return weight.isUniform()
                && config.format() instanceof NumberFormat.Uniform uniform
                && uniform.bits() == BITS
                && (uniform.scheme() == Scheme.SYMMETRIC || uniform.scheme() == Scheme.NARROW)
                && config.granularity().isChannel()
                && config.calibrator() instanceof Calibrator.MinMax
                && !config.isHandMade();
    }

    private static Optional<String> obstacle(GridTensor activation) {
        if (!activation.isUniform() || activation.bits() != BITS) {
            return Optional.of("but a calibration cache has 8-bit integers only");
        }
        UniformGrid grid = activation.uniform().get(0);
        if (grid.zeroPoint() != 0 || !activation.isSigned()) {
            return Optional.of("asymmetric with the zero point " + grid.zeroPoint()
                    + ", but a calibration cache has symmetric ranges only");
        }
        boolean breaksLine = activation.name().codePoints().anyMatch(Character::isISOControl);
        return breaksLine ? Optional.of("whose name breaks the line") : Optional.empty();
    }

    /** The class that reads the cache: TensorRT takes no other's. */
    private static String algorithm(ExportSource source) {
        boolean entropy = source.config().activations().values().stream()
                .filter(choice -> choice.isQuantized() && !choice.isDynamic())
                .allMatch(choice -> choice.calibrator() instanceof Calibrator.Entropy);
        return entropy && source.config().needsStatistics() ? "EntropyCalibration2" : "MinMaxCalibration";
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
