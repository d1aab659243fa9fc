package org.bitwright.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.model.StoredGrid;
import org.bitwright.model.StoredWeight;
import org.bitwright.model.WeightFile;
import org.bitwright.model.WeightNote;
import org.bitwright.project.Problem.Kind;
import org.bitwright.project.Problem.Severity;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * What a file of weights is opened with: the file's own grids for weights that it stores as codes, so that these codes
 * are shown as they are; 8 bits symmetric per tensor for the others.
 *
 * @param notes what the user should know of weights that cannot be run yet
 * @param notesOfJoined the same without what ends when they are joined to a network
 */
record StoredChoices(QuantConfig config, List<Problem> notes, List<Problem> notesOfJoined, boolean quantized) {

    /** @param model of the file's tensors */
    static StoredChoices of(WeightFile weights, Model model) {
        Map<String, TensorConfig> config =
                new LinkedHashMap<>(Presets.initial(model).layers());
        List<Problem> notes = new ArrayList<>();
        weights.notes().forEach(note -> notes.add(problem(note)));
        int coded = 0;
        Map<String, StoredGrid> grids = new LinkedHashMap<>();
        for (StoredWeight weight : weights.weights()) {
            weight.grid().ifPresent(grid -> grids.put(weight.tensor().name(), grid));
        }
        for (Layer layer : model.layers()) {
            StoredGrid grid = grids.get(layer.weight().name());
            if (grid == null) {
                continue;
            }
            Optional<TensorConfig> choice = choice(layer, grid);
            if (choice.isPresent()) {
                config.put(layer.name(), choice.get());
                coded++;
            } else {
                config.put(layer.name(), TensorConfig.unquantized());
                boolean otherAxis = !grid.isPerTensor() && layer.channelAxis().orElse(-1) != grid.axis();
                notes.add(Problem.ofLayer(
                        Severity.WARNING, otherAxis ? Kind.IMPORT_AXIS : Kind.IMPORT_SCALES, layer.name()));
            }
        }
        if (coded > 0) {
            notes.add(0, Problem.ofProject(Severity.INFO, Kind.WEIGHTS_QUANTIZED, coded));
        }
        List<Problem> alone = new ArrayList<>();
        alone.add(Problem.ofProject(
                Severity.INFO,
                Kind.WEIGHTS_ONLY,
                weights.format(),
                weights.weights().size(),
                model.layers().size()));
        alone.addAll(notes);
        List<Problem> ofNetwork =
                notes.stream().filter(note -> note.layer().isEmpty()).toList();
        return new StoredChoices(QuantConfig.of(config), alone, ofNetwork, coded > 0);
    }

    private static Problem problem(WeightNote note) {
        Kind kind =
                switch (note.kind()) {
                    case AXES_GUESSED -> Kind.WEIGHTS_AXES_GUESSED;
                    case AXES_BY_BIAS -> Kind.WEIGHTS_AXES_BY_BIAS;
                    case CONVOLUTIONS -> Kind.WEIGHTS_CONVOLUTIONS;
                    case LEFT_OUT -> Kind.WEIGHTS_LEFT_OUT;
                };
        return Problem.ofProject(Severity.INFO, kind, note.details().toArray());
    }

    private static Optional<TensorConfig> choice(Layer layer, StoredGrid stored) {
        boolean perTensor = stored.isPerTensor();
        if (!perTensor && layer.channelAxis().orElse(-1) != stored.axis()) {
            return Optional.empty();
        }
        if (!perTensor && stored.scales().length != layer.channels()) {
            return Optional.empty();
        }
        boolean symmetric = stored.signed();
        for (int zeroPoint : stored.zeroPoints()) {
            symmetric &= zeroPoint == 0;
        }
        if (stored.bits() < NumberFormat.Uniform.MIN_BITS || stored.bits() > NumberFormat.Uniform.MAX_BITS) {
            return Optional.empty();
        }
        NumberFormat.Uniform format =
                new NumberFormat.Uniform(stored.bits(), symmetric ? Scheme.SYMMETRIC : Scheme.ASYMMETRIC);
        Map<Integer, ManualGrid> grids = new TreeMap<>();
        for (int i = 0; i < stored.scales().length; i++) {
            Optional<UniformGrid> grid = grid(format, stored, i);
            if (grid.isEmpty()) {
                return Optional.empty();
            }
            grids.put(i, ManualGrid.ofGrid(grid.get()));
        }
        return Optional.of(
                TensorConfig.of(format, perTensor ? Granularity.TENSOR : Granularity.CHANNEL, Calibrator.minMax())
                        .withManual(grids));
    }

    /** Codes move with the limits: asymmetric formats count from 0. A scale of 0 belongs to values that are all 0. */
    private static Optional<UniformGrid> grid(NumberFormat.Uniform format, StoredGrid stored, int index) {
        int zeroPoint = stored.zeroPoints()[index] + format.qmin() - stored.least();
        float scale = stored.scales()[index] == 0 ? 1 : stored.scales()[index];
        try {
            return Optional.of(new UniformGrid(scale, zeroPoint, format.qmin(), format.qmax()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
