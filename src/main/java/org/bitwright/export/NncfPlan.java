package org.bitwright.export;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.bitwright.model.Layer;
import org.bitwright.model.Operator;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.TensorConfig;

/**
 * Which calls of NNCF come nearest to a configuration: one {@code quantize} for the layers whose activations are
 * quantized, one {@code compress_weights} for each group of the others that share bits and granularity.
 *
 * @param quantized operators of layers for {@code quantize}; empty where no activation is quantized
 * @param groups operators of the others, by how their weights are compressed
 * @param ignored operators that stay float
 */
record NncfPlan(
        List<String> quantized, Map<Compression, List<String>> groups, List<String> ignored, List<Phrase> losses) {

    /**
     * How {@code compress_weights} compresses.
     *
     * @param mode constant of {@code nncf.CompressWeightsMode}
     * @param groupSize values of a group; −1 for one scale a channel
     */
    record Compression(String mode, int groupSize) {
        boolean isFourBits() {
            return mode.startsWith("INT4");
        }
    }

    static NncfPlan of(ExportSource source, ParameterSet set) {
        return new Builder(source, set).build();
    }

    /** Goes over the layers and takes down what NNCF does otherwise. */
    private static final class Builder {
        private static final int BYTE = 8;

        private final ExportSource source;
        private final ParameterSet set;
        private final Set<String> quantized = new LinkedHashSet<>();
        private final Map<Compression, List<String>> groups = new LinkedHashMap<>();
        private final Set<String> ignored = new LinkedHashSet<>();
        private final List<Phrase> losses = new ArrayList<>();

        Builder(ExportSource source, ParameterSet set) {
            this.source = source;
            this.set = set;
        }

        NncfPlan build() {
            set.floats().forEach(layer -> ignored.addAll(layer.operators()));
            set.weights().forEach(this::add);
            set.activations().forEach(this::tellActivation);
            set.dynamic()
                    .forEach(edge -> losses.add(Phrase.of(
                            "the activation '%s' has a range of every run's own; NNCF finds one from calibration data.",
                            edge)));
            losses.addAll(set.losses());
            if (!quantized.isEmpty() || !groups.isEmpty()) {
                losses.add(Phrase.of("NNCF reads no scales: it finds its own, from the weights and the samples that the"
                        + " script is given."));
            }
            source.model().operators().stream()
                    .filter(operator -> !set.activations().isEmpty() && isLeftFloat(operator))
                    .map(Operator::name)
                    .forEach(ignored::add);
            return new NncfPlan(List.copyOf(quantized), groups, List.copyOf(ignored), losses);
        }

        private void add(GridTensor weight) {
            Layer layer = weight.layer().orElseThrow();
            TensorConfig config = source.config().of(layer.name());
            Optional<Compression> compression = compression(config);
            boolean inBytes =
                    config.format().bits() == BYTE && !config.granularity().isGroup();
            if (weight.isUniform() && inBytes && hasQuantizedInput(layer)) {
                quantized.addAll(layer.operators());
                tellRange(weight, config);
            } else if (compression.isPresent()) {
                groups.computeIfAbsent(compression.get(), key -> new ArrayList<>())
                        .addAll(layer.operators());
                if (hasQuantizedInput(layer)) {
                    losses.add(Phrase.of(
                            "%s: NNCF compresses it as a weight only, its activations stay float.", weight.label()));
                }
                tellRange(weight, config);
            } else {
                ignored.addAll(layer.operators());
                losses.add(Phrase.of(
                        "%s, which NNCF has no mode for with ONNX models: it stays float there.", weight.label()));
            }
        }

        private void tellRange(GridTensor weight, TensorConfig config) {
            boolean own = config.isHandMade() || !(config.calibrator() instanceof Calibrator.MinMax);
            if (own) {
                losses.add(Phrase.of(
                        "%s with %s: NNCF takes the least and the greatest weight.",
                        weight.label(), range(config.isHandMade(), config.calibrator())));
            }
            if (config.granularity().isTensor()) {
                losses.add(Phrase.of("%s: NNCF finds a scale for each channel.", weight.label()));
            }
        }

        private void tellActivation(GridTensor activation) {
            QuantConfig config = source.config();
            Optional<ManualGrid> manual = config.activation(activation.name()).manual();
            Calibrator calibrator = config.activation(activation.name()).calibrator();
            if (activation.bits() != BYTE) {
                losses.add(Phrase.of("%s: NNCF makes 8 bits of it.", activation.label()));
            } else if (manual.isPresent() || !(calibrator instanceof Calibrator.MinMax)) {
                losses.add(Phrase.of(
                        "%s with %s: NNCF finds its own range.",
                        activation.label(), range(manual.isPresent(), calibrator)));
            }
        }

        private static Phrase range(boolean handMade, Calibrator calibrator) {
            return handMade ? Phrase.of("ranges set by hand") : Phrase.of("ranges by %s", ChoicePhrases.of(calibrator));
        }

        private boolean hasQuantizedInput(Layer layer) {
            return source.model().operators().stream()
                    .filter(operator -> layer.operators().contains(operator.name()))
                    .anyMatch(operator -> isAnyQuantized(operator.inputs()));
        }

        private boolean isAnyQuantized(Collection<String> edges) {
            return set.activations().stream().anyMatch(tensor -> edges.contains(tensor.name()));
        }

        /** Whether there are activations around it, none of which is quantized. */
        private boolean isLeftFloat(Operator operator) {
            List<String> edges = Stream.concat(operator.inputs().stream(), operator.outputs().stream())
                    .filter(name -> source.model().edge(name).isPresent())
                    .toList();
            return !edges.isEmpty() && !isAnyQuantized(edges) && !isCompressed(operator);
        }

        private boolean isCompressed(Operator operator) {
            return groups.values().stream().anyMatch(names -> names.contains(operator.name()));
        }

        private static Optional<Compression> compression(TensorConfig config) {
            if (!(config.format() instanceof NumberFormat.Uniform uniform)) {
                return Optional.empty();
            }
            String scheme = uniform.scheme().hasZeroPoint() ? "ASYM" : "SYM";
            Granularity granularity = config.granularity();
            return switch (uniform.bits()) {
                case 4 ->
                    Optional.of(new Compression("INT4_" + scheme, granularity.isGroup() ? granularity.size() : -1));
                case 8 -> granularity.isGroup() ? Optional.empty() : Optional.of(new Compression("INT8_" + scheme, -1));
                default -> Optional.empty();
            };
        }
    }
}
