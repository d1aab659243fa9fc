package org.bitwright.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bitwright.export.ConfigNames;
import org.bitwright.model.Glob;
import org.bitwright.quant.Range;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code GLOB:key=value,…}, split at the last colon that a key follows. */
record SetOption(Glob names, LayerChoice choice, ActivationChoice activation) {
    static final String KEYS = "bits, format, scheme, granularity, calibrator, rounding, min, max";
    static final String ACTIVATION_KEYS = "activation-bits, activation-format, activation-scheme,"
            + " activation-calibrator, activation-mode, activation-min, activation-max";
    private static final Pattern SPLIT = Pattern.compile("(?s)(.+):([a-z_-]+=.*)");

    static SetOption parse(String text) {
        Matcher split = SPLIT.matcher(text);
        if (!split.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not of the form GLOB:key=value,… with the keys "
                    + KEYS + ", " + ACTIVATION_KEYS);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String pair : split.group(2).split(",", -1)) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("'" + pair + "' is not of the form key=value");
            }
            values.put(
                    pair.substring(0, equals).trim(), pair.substring(equals + 1).trim());
        }
        LayerChoice choice = new LayerChoice(
                take(values, "bits").map(BitWidths::width),
                take(values, "format").map(SetOption::formatName),
                take(values, "scheme").map(ConfigNames::scheme),
                take(values, "granularity").map(ConfigNames::granularity),
                take(values, "calibrator").map(ConfigNames::calibrator),
                take(values, "rounding").map(ConfigNames::rounding),
                range(take(values, "min"), take(values, "max")));
        ActivationChoice activation = new ActivationChoice(
                take(values, "activation-bits").map(BitWidths::width),
                take(values, "activation-format").map(SetOption::formatName),
                take(values, "activation-scheme").map(ConfigNames::scheme),
                take(values, "activation-calibrator").map(ConfigNames::activationCalibrator),
                take(values, "activation-mode").map(ConfigNames::activationMode),
                range(take(values, "activation-min"), take(values, "activation-max")));
        if (!values.isEmpty()) {
            throw new IllegalArgumentException(
                    "key '" + values.keySet().iterator().next() + "' is not available in this version; there are: "
                            + KEYS + ", " + ACTIVATION_KEYS);
        }
        return new SetOption(new Glob(split.group(1)), choice, activation);
    }

    static String formatName(String name) {
        return ConfigNames.family(name).id();
    }

    private static Optional<String> take(Map<String, String> values, String key) {
        return Optional.ofNullable(values.remove(key));
    }

    private static Optional<Range> range(Optional<String> min, Optional<String> max) {
        if (min.isPresent() != max.isPresent()) {
            throw new IllegalArgumentException("min and max go together");
        }
        return min.map(low -> new Range(number(low), number(max.orElse(low))));
    }

    private static float number(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no number", e);
        }
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<SetOption> {
        @Override
        public SetOption convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
