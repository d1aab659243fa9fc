package org.bitwright.export;

import java.util.Locale;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;

/**
 * The names that choices have in files and on the command line. They are stable. Reading one that is unknown throws
 * {@link IllegalArgumentException} with a sentence that lists the known ones.
 */
public final class ConfigNames {
    public static final String FORMATS = "float, int, binary";
    public static final String SCHEMES = "symmetric, narrow, asymmetric";
    public static final String GRANULARITIES = "tensor, channel";
    public static final String CALIBRATORS = "minmax, percentile:P, mse, article";

    private static final String PERCENTILE = "percentile";

    private ConfigNames() {}

    public static String of(NumberFormat format) {
        if (format instanceof NumberFormat.Uniform) {
            return "int";
        }
        return format instanceof NumberFormat.Binary ? "binary" : "float";
    }

    public static String of(Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }

    public static String of(Granularity granularity) {
        return granularity.name().toLowerCase(Locale.ROOT);
    }

    public static String of(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return PERCENTILE + ":" + percentile.percent();
        }
        if (calibrator instanceof Calibrator.MeanSquaredError) {
            return "mse";
        }
        return calibrator instanceof Calibrator.ArticleRule ? "article" : "minmax";
    }

    /** A format from its name, its width and its scheme; width and scheme count for integers only. */
    public static NumberFormat format(String name, int bits, Scheme scheme) {
        return switch (name) {
            case "float" -> NumberFormat.float32();
            case "binary" -> NumberFormat.binary();
            case "int" -> NumberFormat.uniform(bits, scheme);
            default -> throw unavailable("format", name, FORMATS);
        };
    }

    public static Scheme scheme(String name) {
        return switch (name) {
            case "symmetric" -> Scheme.SYMMETRIC;
            case "narrow" -> Scheme.NARROW;
            case "asymmetric" -> Scheme.ASYMMETRIC;
            default -> throw unavailable("scheme", name, SCHEMES);
        };
    }

    public static Granularity granularity(String name) {
        return switch (name) {
            case "tensor" -> Granularity.TENSOR;
            case "channel" -> Granularity.CHANNEL;
            default -> throw unavailable("granularity", name, GRANULARITIES);
        };
    }

    public static Calibrator calibrator(String name) {
        return switch (name) {
            case "minmax" -> Calibrator.minMax();
            case "mse" -> Calibrator.mse();
            case "article" -> Calibrator.articleRule();
            case PERCENTILE -> Calibrator.percentile(Calibrator.Percentile.DEFAULT_PERCENT);
            default -> {
                if (!name.startsWith(PERCENTILE + ":")) {
                    throw unavailable("calibrator", name, CALIBRATORS);
                }
                yield Calibrator.percentile(percent(name.substring(PERCENTILE.length() + 1)));
            }
        };
    }

    private static double percent(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no percentage, such as 99.9", e);
        }
    }

    private static IllegalArgumentException unavailable(String what, String name, String known) {
        return new IllegalArgumentException(
                what + " '" + name + "' is not available in this version; there are: " + known);
    }
}
