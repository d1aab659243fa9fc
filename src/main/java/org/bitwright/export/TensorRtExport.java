package org.bitwright.export;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.model.Phrase;
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
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        ParameterSet set = ParameterSet.of(source, cancel);
        List<Phrase> losses = new ArrayList<>();
        set.weights().stream()
                .filter(weight -> !isTensorRtsOwn(weight, source))
                .forEach(weight -> losses.add(Phrase.of(
                        "%s, but a calibration cache holds activations only: TensorRT quantizes weights itself, to 8"
                                + " bits per channel by the greatest weight.",
                        weight.label())));
        set.floats()
                .forEach(layer -> losses.add(Phrase.of(
                        "'%s' is not quantized, which a calibration cache cannot say: TensorRT may quantize its weights.",
                        layer.name())));
        losses.addAll(set.losses());
        StringBuilder cache = new StringBuilder(VERSION + algorithm(source) + "\n");
        for (GridTensor activation : set.activations()) {
            Optional<Phrase> obstacle = obstacle(activation);
            if (obstacle.isPresent()) {
                losses.add(Phrase.of("%s, %s: it is left out.", activation.label(), obstacle.get()));
            } else {
                UniformGrid grid = activation.uniform().get(0);
                if (activation.isNarrow()) {
                    losses.add(Phrase.of(
                            "%s from %s on, which a calibration cache cannot say: the code −128 may be used there.",
                            activation.label(), grid.qmin()));
                }
                cache.append(String.format("%s: %08x%n", activation.name(), Float.floatToIntBits(grid.scale()))
                        .replace(System.lineSeparator(), "\n"));
            }
        }
        set.dynamic()
                .forEach(edge -> losses.add(Phrase.of(
                        "the activation '%s' has a range of every run's own, which a calibration cache cannot say: it is"
                                + " left out.",
                        edge)));
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

    private static Optional<Phrase> obstacle(GridTensor activation) {
        if (!activation.isUniform() || activation.bits() != BITS) {
            return Optional.of(Phrase.of("but a calibration cache has 8-bit integers only"));
        }
        UniformGrid grid = activation.uniform().get(0);
        if (grid.zeroPoint() != 0 || !activation.isSigned()) {
            return Optional.of(Phrase.of(
                    "asymmetric with the zero point %s, but a calibration cache has symmetric ranges only",
                    grid.zeroPoint()));
        }
        boolean breaksLine = activation.name().codePoints().anyMatch(Character::isISOControl);
        return breaksLine ? Optional.of(Phrase.of("whose name breaks the line")) : Optional.empty();
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
