package org.bitwright.ui.common;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.UniformGrid;

/**
 * The edits that a user can make to activations, each one undo step with a name, over one or several. What would give up
 * ranges set by hand in several of them asks first.
 */
public final class ActivationEditing {
    private static final int DEFAULT_BITS = 8;

    private final Workbench workbench;
    private final HandMade<EdgeRow> handMade;

    ActivationEditing(Workbench workbench, Dialogs dialogs) {
        this.workbench = workbench;
        handMade = new HandMade<>(dialogs, row -> row.config().isHandMade());
    }

    /** Those that are not integers become integers of this width. */
    public void bits(List<EdgeRow> rows, int bits) {
        apply(
                "edit.bits",
                () -> String.valueOf(bits),
                rows,
                (row, config) -> config.withFormat(NumberFormat.uniform(bits, scheme(config))));
    }

    public void family(List<EdgeRow> rows, FormatFamily family) {
        apply("edit.format", Texts.supply("format." + family.name()), rows, (row, config) -> of(config, family));
    }

    private ActivationConfig of(ActivationConfig config, FormatFamily family) {
        boolean same = FormatFamily.of(config.format()) == family;
        return same ? config : config.withFormat(family.near(DEFAULT_BITS, scheme(config)));
    }

    /** Floats have no scheme and stay as they are. */
    public void scheme(List<EdgeRow> rows, Scheme scheme) {
        apply(
                "edit.scheme",
                Texts.supply("scheme." + scheme.name()),
                rows,
                (row, config) -> config.format() instanceof NumberFormat.Uniform uniform
                        ? config.withFormat(NumberFormat.uniform(uniform.bits(), scheme))
                        : config);
    }

    /** A range of every run's own is asymmetric of 8 bits, whatever the format was; a static one keeps that. */
    public void mode(List<EdgeRow> rows, ActivationMode mode) {
        handMade.allowed(rows)
                .ifPresent(some -> apply(
                        "edit.scheme",
                        Texts.supply("activationMode." + mode.name()),
                        some,
                        (row, config) -> mode == config.mode()
                                ? config
                                : mode == ActivationMode.DYNAMIC
                                        ? ActivationConfig.dynamic()
                                        : config.withManual(Optional.empty())));
    }

    /** Ranges set by hand stay; what the calibrator cannot be asked for stays as it is. */
    public void calibrator(List<EdgeRow> rows, Calibrator calibrator) {
        apply(
                "edit.calibrator",
                () -> CalibratorTexts.name(calibrator),
                rows,
                (row, config) ->
                        FormatRules.obstacle(config.format(), calibrator).isPresent()
                                ? config
                                : config.withCalibrator(calibrator));
    }

    /** The calibrator's ranges, in the place of those set by hand. */
    public void fit(List<EdgeRow> rows) {
        withoutManual("edit.fit", rows);
    }

    public void reset(List<EdgeRow> rows) {
        withoutManual("edit.reset", rows);
    }

    private void withoutManual(String key, List<EdgeRow> rows) {
        handMade.allowed(rows)
                .ifPresent(some -> apply(
                        key,
                        () -> "",
                        some,
                        (row, config) -> config.isHandMade() ? config.withManual(Optional.empty()) : config));
    }

    public void range(List<EdgeRow> rows, Range range) {
        String text = Numbers.shortText(range.min()) + " … " + Numbers.shortText(range.max());
        manual("edit.range", () -> text, rows, (row, config) -> ManualGrid.ofRange(range));
    }

    public void min(List<EdgeRow> rows, float min) {
        manual(
                "edit.min",
                () -> Numbers.shortText(min),
                rows,
                (row, config) -> ManualGrid.ofRange(RequestedRange.withMin(config.format(), requested(row), min)));
    }

    public void max(List<EdgeRow> rows, float max) {
        manual(
                "edit.max",
                () -> Numbers.shortText(max),
                rows,
                (row, config) -> ManualGrid.ofRange(RequestedRange.withMax(config.format(), requested(row), max)));
    }

    /** Sets the scale; the range follows around the zero point. */
    public void scale(List<EdgeRow> rows, float scale) {
        manual(
                "edit.scale",
                () -> Numbers.shortText(scale),
                rows,
                (row, config) -> ManualScale.of(config.format(), grid(row), scale));
    }

    /** Sets the zero point; the range is shifted. */
    public void zeroPoint(List<EdgeRow> rows, int zeroPoint) {
        manual("edit.zeroPoint", () -> String.valueOf(zeroPoint), rows, (row, config) -> {
            UniformGrid grid = (UniformGrid) grid(row);
            return ManualGrid.ofGrid(new UniformGrid(grid.scale(), zeroPoint, grid.qmin(), grid.qmax()));
        });
    }

    /** The runtime whose rules hold. */
    public void target(TargetProfile target) {
        QuantConfig now = workbench.configProperty().get();
        workbench.edit(Texts.supply("edit.target", Texts.supply("target." + target.name())), now.withTarget(target));
    }

    /** Whether grids are known, so that ranges and scales can be edited. */
    public boolean hasGrids(List<EdgeRow> rows) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.hasRange()
                                && row.quantized().flatMap(QuantizedEdge::grid).isPresent());
    }

    private void manual(
            String key,
            Supplier<String> value,
            List<EdgeRow> rows,
            BiFunction<EdgeRow, ActivationConfig, ManualGrid> grid) {
        handMade.allowed(rows)
                .ifPresent(some -> apply(
                        key, value, some, (row, config) -> config.withManual(Optional.of(grid.apply(row, config)))));
    }

    private static Range requested(EdgeRow row) {
        return RequestedRange.of(row.quantized().orElseThrow(), grid(row));
    }

    private static Grid grid(EdgeRow row) {
        return row.quantized().flatMap(QuantizedEdge::grid).orElseThrow();
    }

    private Scheme scheme(ActivationConfig config) {
        if (config.format() instanceof NumberFormat.Uniform uniform) {
            return uniform.scheme();
        }
        boolean symmetric = workbench.configProperty().get().target() == TargetProfile.TENSORRT;
        return symmetric ? Scheme.SYMMETRIC : Scheme.ASYMMETRIC;
    }

    private void apply(
            String key,
            Supplier<String> value,
            List<EdgeRow> rows,
            BiFunction<EdgeRow, ActivationConfig, ActivationConfig> edit) {
        if (rows.isEmpty() || workbench.project().isEmpty()) {
            return;
        }
        QuantConfig next = workbench.configProperty().get();
        for (EdgeRow row : rows) {
            next = next.withActivation(row.name(), edit.apply(row, row.config()));
        }
        workbench.edit(Texts.supply(key, subject(rows), value), next);
    }

    private static Supplier<String> subject(List<EdgeRow> rows) {
        String first = rows.get(0).name();
        return rows.size() == 1 ? () -> first : Texts.supply("edit.activations", Numbers.count(rows.size()));
    }
}
