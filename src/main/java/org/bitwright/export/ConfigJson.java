package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.FormatRules;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Range;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;

/**
 * The user's choices as JSON, as configurations and project files hold them. Floats are written as doubles of the same
 * value, so that every reader gets back the same bits.
 */
public final class ConfigJson {
    private ConfigJson() {}

    /** Adds what was chosen for one tensor to an object; changed weights go to the table that {@code changed} makes. */
    public static void put(ObjectNode into, TensorConfig config, ChangedWeights changed) {
        put(into, config.format());
        into.put("granularity", ConfigNames.of(config.granularity()));
        into.put("calibrator", ConfigNames.of(config.calibrator()));
        changed.put(into, config);
        if (config.isHandMade()) {
            ArrayNode manual = into.putArray("manual");
            config.manual().forEach((granule, grid) -> put(manual.addObject().put("granule", granule), grid));
        }
    }

    /** Adds a format by its name, with width and scheme where it has a choice. */
    static void put(ObjectNode into, NumberFormat format) {
        into.put("format", ConfigNames.of(format));
        if (format instanceof NumberFormat.Uniform uniform) {
            into.put("bits", uniform.bits());
            into.put("scheme", ConfigNames.of(uniform.scheme()));
        } else if (format instanceof NumberFormat.Codebook codebook) {
            into.put("bits", codebook.bits());
        }
    }

    /** Adds a range that was set by hand. */
    static void put(ObjectNode into, ManualGrid grid) {
        into.put("min", (double) grid.range().min());
        into.put("max", (double) grid.range().max());
        grid.exact().ifPresent(exact -> ActivationJson.put(into, exact));
    }

    /** Reads what {@link #put} wrote. */
    public static TensorConfig read(JsonField from, ChangedWeights changed) throws InvalidFileException {
        try {
            NumberFormat format = format(from);
            Granularity granularity =
                    ConfigNames.granularity(from.get("granularity").text());
            Optional<FormatRules.Obstacle> obstacle = FormatRules.obstacle(format, granularity);
            if (format.isQuantized() && obstacle.isPresent()) {
                return from.get("granularity").fail(obstacle.get().reason());
            }
            return new TensorConfig(
                    format,
                    granularity,
                    ConfigNames.calibrator(from.get("calibrator").text()),
                    changed.rounding(from),
                    changed.overlay(from),
                    manuals(from));
        } catch (IllegalArgumentException e) {
            return from.fail(Phrase.toldBy(e));
        }
    }

    static NumberFormat format(JsonField from) throws InvalidFileException {
        FormatFamily family = ConfigNames.family(from.get("format").text());
        if (family.isFixed()) {
            return family.at(family.maxBits(), Scheme.SYMMETRIC);
        }
        int bits = (int) from.get("bits").integer(family.minBits(), family.maxBits());
        Scheme scheme = family == FormatFamily.INT
                ? ConfigNames.scheme(from.get("scheme").text())
                : Scheme.SYMMETRIC;
        return family.at(bits, scheme);
    }

    private static Map<Integer, ManualGrid> manuals(JsonField from) throws InvalidFileException {
        Map<Integer, ManualGrid> grids = new TreeMap<>();
        Optional<JsonField> manual = from.find("manual");
        if (manual.isPresent()) {
            boolean tensor = from.get("granularity").text().equals(ConfigNames.of(Granularity.TENSOR));
            for (JsonField grid : manual.get().elements()) {
                int granule = (int) grid.get("granule").integer(0, tensor ? 0 : Integer.MAX_VALUE);
                grids.put(granule, manual(grid));
            }
        }
        return grids;
    }

    /** Reads a range that was set by hand. */
    static ManualGrid manual(JsonField from) throws InvalidFileException {
        try {
            return new ManualGrid(
                    new Range(from.get("min").real32(), from.get("max").real32()), exact(from));
        } catch (IllegalArgumentException e) {
            return from.fail(Phrase.toldBy(e));
        }
    }

    /** The very grid that stands beside; empty where none does. */
    static Optional<UniformGrid> exact(JsonField grid) throws InvalidFileException {
        if (grid.find("scale").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(grid(
                grid.get("scale"),
                grid.get("zero_point"),
                (int) grid.get("qmin").integer(Short.MIN_VALUE, 0xFFFF),
                (int) grid.get("qmax").integer(Short.MIN_VALUE, 0xFFFF)));
    }

    /** A grid that can be set by hand: its ends are finite. */
    private static UniformGrid grid(JsonField scale, JsonField zeroPoint, int qmin, int qmax)
            throws InvalidFileException {
        try {
            UniformGrid grid =
                    new UniformGrid(scale.real32(), (int) zeroPoint.integer(Short.MIN_VALUE, 0xFFFF), qmin, qmax);
            ManualGrid.ofGrid(grid);
            return grid;
        } catch (IllegalArgumentException e) {
            return scale.fail(Phrase.toldBy(e));
        }
    }

    /** A number, or null where it is infinite or undefined. */
    public static void put(ObjectNode into, String name, double value) {
        if (Double.isFinite(value)) {
            into.put(name, value);
        } else {
            into.putNull(name);
        }
    }
}
