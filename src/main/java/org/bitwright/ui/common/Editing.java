package org.bitwright.ui.common;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.bitwright.project.Presets;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Preset;
import org.bitwright.quant.QuantConfig;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.quant.target.NetworkPreset;

/**
 * The edits that a user can make, each one undo step with a name, over one layer or several. What would give up ranges
 * set by hand in several layers asks first.
 */
public final class Editing {
    private static final int DEFAULT_BITS = 8;
    private static final int DEFAULT_CODEBOOK_BITS = 4;

    private final Workbench workbench;
    private final Dialogs dialogs;
    private final HandMade<LayerRow> handMade;

    Editing(Workbench workbench, Dialogs dialogs) {
        this.workbench = workbench;
        this.dialogs = dialogs;
        handMade = new HandMade<>(dialogs, row -> row.config().isHandMade());
    }

    /** Layers of formats with one width only become integers of this width. */
    public void bits(List<LayerRow> rows, int bits) {
        apply("edit.bits", () -> String.valueOf(bits), rows, (row, config) -> config.withFormat(ofWidth(config, bits))
                .fitting(row.layer()));
    }

    private static NumberFormat ofWidth(TensorConfig config, int bits) {
        return family(config) == FormatFamily.CODEBOOK
                ? FormatFamily.CODEBOOK.near(bits, Scheme.SYMMETRIC)
                : FormatFamily.INT.near(bits, scheme(config));
    }

    public void family(List<LayerRow> rows, FormatFamily family) {
        apply(
                "edit.format",
                Texts.supply("format." + family.name()),
                rows,
                (row, config) -> family(config) == family
                        ? config
                        : config.withFormat(family.near(bits(config, family), scheme(config)))
                                .fitting(row.layer()));
    }

    private static FormatFamily family(TensorConfig config) {
        return FormatFamily.of(config.format());
    }

    private static int bits(TensorConfig config, FormatFamily family) {
        boolean keeps = !family(config).isFixed();
        return keeps ? config.format().bits() : family == FormatFamily.CODEBOOK ? DEFAULT_CODEBOOK_BITS : DEFAULT_BITS;
    }

    public void scheme(List<LayerRow> rows, Scheme scheme) {
        apply(
                "edit.scheme",
                Texts.supply("scheme." + scheme.name()),
                rows,
                (row, config) -> config.format() instanceof NumberFormat.Uniform uniform
                        ? config.withFormat(NumberFormat.uniform(uniform.bits(), scheme))
                        : config);
    }

    /** Layers that lack the axis become per tensor; formats that have no such granularity stay as they are. */
    public void granularity(List<LayerRow> rows, Granularity granularity) {
        allowed(rows)
                .ifPresent(some -> apply(
                        "edit.granularity",
                        () -> GranularityTexts.name(granularity),
                        some,
                        (row, config) -> FormatRules.obstacle(config.format(), granularity)
                                        .isPresent()
                                ? config
                                : config.withGranularity(granularity).fitting(row.layer())));
    }

    /** Ranges set by hand stay; layers for which the calibrator has no meaning stay as they are. */
    public void calibrator(List<LayerRow> rows, Calibrator calibrator) {
        apply(
                "edit.calibrator",
                () -> CalibratorTexts.name(calibrator),
                rows,
                (row, config) ->
                        FormatRules.obstacle(row.layer(), config, calibrator).isPresent()
                                ? config
                                : config.withCalibrator(calibrator));
    }

    /** Formats that are rounded to the nearest level by definition stay as they are. */
    public void rounding(List<LayerRow> rows, Rounding rounding) {
        apply(
                "edit.rounding",
                () -> RoundingTexts.name(rounding),
                rows,
                (row, config) -> FormatRules.roundingObstacle(config.format()).isPresent()
                        ? config
                        : config.withRounding(rounding));
    }

    /** The calibrator's ranges in all granules of all these layers, in the place of those set by hand. */
    public void fit(List<LayerRow> rows) {
        allowed(rows).ifPresent(some -> apply("edit.fit", () -> "", some, (row, config) -> config.withoutManual()));
    }

    /** The calibrator's range for what is shown: one channel, or all. */
    public void reset(List<LayerRow> rows) {
        allowed(rows)
                .ifPresent(some -> apply("edit.reset", () -> "", some, (row, config) -> {
                    Map<Integer, ManualGrid> next = new TreeMap<>(config.manual());
                    granules(row, some).forEach(next::remove);
                    return config.withManual(next);
                }));
    }

    public void preset(List<LayerRow> rows, Preset preset) {
        allowed(rows)
                .ifPresent(some -> apply(
                        "edit.preset",
                        Texts.supply("preset." + preset.id()),
                        some,
                        (row, config) ->
                                Presets.fitting(preset.config().withOverlay(config.baseOverlay()), row.layer())));
    }

    public void range(List<LayerRow> rows, Range range) {
        String text = Numbers.shortText(range.min()) + " … " + Numbers.shortText(range.max());
        manual("edit.range", () -> text, rows, (row, before) -> granule -> ManualGrid.ofRange(range));
    }

    /** Sets the lower end of the range. */
    public void min(List<LayerRow> rows, float min) {
        manual(
                "edit.min",
                () -> Numbers.shortText(min),
                rows,
                (row, config) -> granule ->
                        ManualGrid.ofRange(RequestedRange.withMin(config.format(), requested(row, granule), min)));
    }

    public void max(List<LayerRow> rows, float max) {
        manual(
                "edit.max",
                () -> Numbers.shortText(max),
                rows,
                (row, config) -> granule ->
                        ManualGrid.ofRange(RequestedRange.withMax(config.format(), requested(row, granule), max)));
    }

    /** Sets the scale; the range follows around the zero point. */
    public void scale(List<LayerRow> rows, float scale) {
        manual(
                "edit.scale",
                () -> Numbers.shortText(scale),
                rows,
                (row, config) -> granule -> ManualScale.of(config.format(), grid(row, granule), scale));
    }

    /** Sets the zero point; the range is shifted. */
    public void zeroPoint(List<LayerRow> rows, int zeroPoint) {
        manual("edit.zeroPoint", () -> String.valueOf(zeroPoint), rows, (row, config) -> granule -> {
            UniformGrid grid = (UniformGrid) grid(row, granule);
            return ManualGrid.ofGrid(new UniformGrid(grid.scale(), zeroPoint, grid.qmin(), grid.qmax()));
        });
    }

    /** Replaces the whole configuration, as when a measured point is chosen. */
    public void replace(Supplier<String> name, QuantConfig next) {
        boolean losesHandMade = workbench.rows().stream()
                        .anyMatch(row -> row.config().isHandMade()
                                && !next.of(row.name()).equals(row.config()))
                || workbench.activations().rows().stream()
                        .anyMatch(row -> row.config().isHandMade()
                                && !next.activation(row.name()).equals(row.config()));
        if (!losesHandMade || HandMade.overwrites(dialogs).filter(yes -> yes).isPresent()) {
            workbench.edit(name, next);
        }
    }

    /** Puts a preset on the whole network. */
    public void preset(NetworkPreset preset) {
        workbench.project().ifPresent(open -> {
            boolean some =
                    workbench.rows().stream().anyMatch(row -> row.config().isHandMade())
                            || workbench.activations().rows().stream()
                                    .anyMatch(row -> row.config().isHandMade());
            Optional<Boolean> overwrite = some ? HandMade.overwrites(dialogs) : Optional.of(true);
            overwrite.ifPresent(yes -> workbench.edit(
                    Texts.supply("edit.networkPreset", Texts.supply("networkPreset." + preset.id())),
                    open.choices().withPreset(preset, yes)));
        });
    }

    /** The granules whose range an edit changes: the channel that is shown alone, else all; none of groups. */
    public List<Integer> granules(LayerRow row, List<LayerRow> rows) {
        return rows.size() == 1 && workbench.editor().row().filter(row::equals).isPresent()
                ? workbench.editor().editedGranules()
                : LayerEditor.editedGranules(row, LayerEditor.ALL_CHANNELS);
    }

    /** Whether grids are known, so that ranges and scales can be edited. */
    public boolean hasGrids(List<LayerRow> rows) {
        return !rows.isEmpty()
                && rows.stream()
                        .allMatch(row -> row.config().format() instanceof NumberFormat.Ranged
                                && row.quantized().isPresent());
    }

    private void manual(
            String key,
            Supplier<String> value,
            List<LayerRow> rows,
            BiFunction<LayerRow, TensorConfig, IntFunction<ManualGrid>> grids) {
        Optional<List<LayerRow>> allowed = rows.size() > 1 ? allowed(rows) : Optional.of(rows);
        allowed.ifPresent(some -> apply(key, value, some, (row, config) -> {
            IntFunction<ManualGrid> grid = grids.apply(row, config);
            Map<Integer, ManualGrid> next = new TreeMap<>(config.manual());
            granules(row, rows).forEach(granule -> next.put(granule, grid.apply(granule)));
            return config.withManual(next);
        }));
    }

    private static Range requested(LayerRow row, int granule) {
        return RequestedRange.of(row.config(), granule, grid(row, granule));
    }

    private static Grid grid(LayerRow row, int granule) {
        return row.quantized().orElseThrow().grids().get(granule);
    }

    private static Scheme scheme(TensorConfig config) {
        return config.format() instanceof NumberFormat.Uniform uniform ? uniform.scheme() : Scheme.SYMMETRIC;
    }

    private void apply(
            String key,
            Supplier<String> value,
            List<LayerRow> rows,
            BiFunction<LayerRow, TensorConfig, TensorConfig> edit) {
        if (rows.isEmpty() || workbench.project().isEmpty()) {
            return;
        }
        QuantConfig next = workbench.configProperty().get();
        for (LayerRow row : rows) {
            next = next.with(row.name(), edit.apply(row, row.config()));
        }
        workbench.edit(Texts.supply(key, subject(rows), value), next);
    }

    private static Supplier<String> subject(List<LayerRow> rows) {
        String first = rows.get(0).name();
        return rows.size() == 1 ? () -> first : Texts.supply("edit.layers", Numbers.count(rows.size()));
    }

    /** The layers that may be changed; empty if the user thought better of it. */
    private Optional<List<LayerRow>> allowed(List<LayerRow> rows) {
        return handMade.allowed(rows);
    }
}
