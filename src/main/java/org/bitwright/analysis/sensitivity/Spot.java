package org.bitwright.analysis.sensitivity;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Fidelity;
import org.bitwright.model.Layer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.runtime.Candidate;
import org.bitwright.runtime.LayerTrials;

/** What is being measured of one layer tried in one way, for all columns that come to the same numbers. */
final class Spot {
    private final Layer layer;
    private final Optional<TensorConfig> config;
    private final List<SensitivityColumn> columns = new ArrayList<>();
    private Optional<LayerTrials.Trial> trial = Optional.empty();
    private Optional<Candidate> whole = Optional.empty();
    private Fidelity fidelity;
    private boolean settled;
    private double seconds;

    /** @param config what the layer is tried at; empty where it is spared */
    Spot(Layer layer, Optional<TensorConfig> config, boolean labelled) {
        this.layer = layer;
        this.config = config;
        this.fidelity = Fidelity.none(labelled);
    }

    Layer layer() {
        return layer;
    }

    boolean isSpared() {
        return config.isEmpty();
    }

    Optional<TensorConfig> config() {
        return config;
    }

    void add(SensitivityColumn column) {
        columns.add(column);
    }

    /** Whether a cell shows what this measures. */
    boolean isOf(SensitivityCell cell) {
        return cell.layer().equals(layer.name())
                && (isSpared()
                        ? cell.column().isEmpty()
                        : cell.column().filter(columns::contains).isPresent());
    }

    /** Goes on where a cell was left. */
    void take(SensitivityCell cell, boolean stopsEarly, int samples) {
        boolean fits =
                cell.fidelity().outcomes().isPresent() == fidelity.outcomes().isPresent()
                        && cell.fidelity().samples() <= samples;
        if (fits && cell.fidelity().samples() > fidelity.samples()) {
            fidelity = cell.fidelity();
            seconds = cell.seconds();
            settled = fidelity.samples() == samples || stopsEarly && cell.settled();
        }
    }

    Optional<LayerTrials.Trial> trial() {
        return trial;
    }

    void tryAs(LayerTrials.Trial found) {
        trial = Optional.of(found);
    }

    /** The network where it is no trial of a base. */
    Optional<Candidate> whole() {
        return whole;
    }

    void tryAs(Candidate found) {
        whole = Optional.of(found);
    }

    Fidelity fidelity() {
        return fidelity;
    }

    int samples() {
        return fidelity.samples();
    }

    void add(Fidelity next, double taken) {
        fidelity = fidelity.followedBy(next);
        seconds += taken;
    }

    boolean isSettled() {
        return settled;
    }

    void settle() {
        settled = true;
    }

    /** One a column. */
    List<SensitivityCell> cells() {
        if (isSpared()) {
            return List.of(cell(Optional.empty(), seconds));
        }
        List<SensitivityCell> cells = new ArrayList<>();
        for (SensitivityColumn column : columns) {
            // measured once: what the others took is nothing
            cells.add(cell(Optional.of(column), cells.isEmpty() ? seconds : 0));
        }
        return cells;
    }

    private SensitivityCell cell(Optional<SensitivityColumn> column, double taken) {
        return new SensitivityCell(layer.name(), column, fidelity, settled, taken);
    }
}
