package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.ActivationConfig;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Grid;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.UniformGrid;

/** What was chosen for activations as JSON, as configurations and project files hold it. */
public final class ActivationJson {
    private static final String MANUAL = "manual";
    private static final String SCALE = "scale";

    private ActivationJson() {}

    /** Adds what was chosen for one activation to an object. */
    public static void put(ObjectNode into, ActivationConfig choice) {
        ConfigJson.put(into, choice.format());
        into.put("mode", choice.mode().id());
        into.put("calibrator", ConfigNames.of(choice.calibrator()));
        choice.manual().ifPresent(grid -> ConfigJson.put(into.putObject(MANUAL), grid));
    }

    /** Reads what {@link #put} wrote. */
    public static ActivationConfig read(JsonField from) throws InvalidFileException {
        Optional<JsonField> manual = from.find(MANUAL);
        try {
            NumberFormat format = ConfigJson.format(from);
            ActivationConfig choice = new ActivationConfig(
                    format,
                    ConfigNames.activationMode(from.get("mode").text()),
                    ConfigNames.calibrator(from.get("calibrator").text()),
                    manual.isPresent() ? Optional.of(ConfigJson.manual(manual.get())) : Optional.empty());
            Optional<FormatRules.Obstacle> obstacle = FormatRules.obstacle(format, choice.calibrator());
            return format.isQuantized() && obstacle.isPresent()
                    ? from.get("calibrator").fail(obstacle.get().reason())
                    : choice;
        } catch (IllegalArgumentException e) {
            return from.fail(Phrase.toldBy(e));
        }
    }

    /** Reads the target; none where the file does not name one, as before there were any. */
    public static TargetProfile target(JsonField from) throws InvalidFileException {
        Optional<JsonField> field = from.find("target");
        if (field.isEmpty()) {
            return TargetProfile.NONE;
        }
        try {
            return ConfigNames.target(field.get().text());
        } catch (IllegalArgumentException e) {
            return field.get().fail(Phrase.toldBy(e));
        }
    }

    /** Adds the exact grid that an activation is rounded to. */
    static void put(ObjectNode into, Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            into.put(SCALE, (double) uniform.scale());
            into.put("zero_point", uniform.zeroPoint());
            into.put("qmin", uniform.qmin());
            into.put("qmax", uniform.qmax());
        } else if (grid instanceof FloatGrid floats) {
            into.put(SCALE, (double) floats.scale());
        }
    }

    /** The grid that {@link #put} wrote; empty where an activation has none of its own. */
    static Optional<Grid> grid(JsonField from, ActivationConfig choice) throws InvalidFileException {
        Optional<JsonField> scale = from.find(SCALE);
        if (scale.isEmpty() || !choice.isQuantized() || choice.mode() == ActivationMode.DYNAMIC) {
            return Optional.empty();
        }
        if (choice.format() instanceof NumberFormat.Minifloat minifloat) {
            try {
                return Optional.of(new FloatGrid(minifloat.type(), scale.get().real32(), true));
            } catch (IllegalArgumentException e) {
                return scale.get().fail(Phrase.toldBy(e));
            }
        }
        return ConfigJson.exact(from).map(Grid.class::cast);
    }

    /**
     * A range set by hand that brings a grid back. Runtimes may number codes otherwise than the format does.
     *
     * @return empty where none does
     */
    static Optional<ManualGrid> byHand(NumberFormat format, Grid grid) {
        if (grid instanceof UniformGrid uniform && format instanceof NumberFormat.Uniform codes) {
            return uniform.qmax() - uniform.qmin() == codes.qmax() - codes.qmin()
                    ? Optional.of(ManualGrid.ofGrid(new UniformGrid(
                            uniform.scale(),
                            uniform.zeroPoint() - uniform.qmin() + codes.qmin(),
                            codes.qmin(),
                            codes.qmax())))
                    : Optional.empty();
        }
        return FileGrids.byHand(format, grid);
    }
}
