package org.bitwright.export;

import java.util.Arrays;
import java.util.Locale;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TargetProfile;

/**
 * The names that choices have in files and on the command line. They are stable. Reading one that is unknown throws
 * {@link RefusedException} with a sentence that lists the known ones.
 */
public final class ConfigNames {
    public static final String FORMATS = "float, int, binary, ternary, fp16, fp16-saturating, bf16, bf16-saturating,"
            + " fp8-e4m3, fp8-e5m2, fp4, mxfp8-e4m3, mxfp8-e5m2, mxfp6-e2m3, mxfp6-e3m2, mxfp4, nvfp4, nf4, codebook";
    public static final String SCHEMES = "symmetric, narrow, asymmetric, power-of-two";
    public static final String GRANULARITIES = "tensor, channel, group:N";
    public static final String CALIBRATORS = "minmax, percentile:P, mse, entropy, article";

    /** Of activations. */
    public static final String ACTIVATION_CALIBRATORS = "minmax, average, percentile:P, mse, entropy";

    public static final String ACTIVATION_MODES = "static, dynamic";
    public static final String TARGETS = "none, ort-cpu, tensorrt, tflm";
    public static final String ROUNDINGS = "even, away, floor, ceil, zero, stochastic:SEED";

    private static final String PERCENTILE = "percentile";
    private static final String GROUP = "group:";
    private static final String STOCHASTIC = "stochastic";
    private static final int MAX_GROUP = 1 << 20;

    private ConfigNames() {}

    public static String of(NumberFormat format) {
        return FormatFamily.of(format).id();
    }

    public static String of(Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static String of(Granularity granularity) {
        return switch (granularity.kind()) {
            case TENSOR -> "tensor";
            case CHANNEL -> "channel";
            case GROUP -> GROUP + granularity.size();
        };
    }

    /**
     * Codes that were assigned have the name of how they were found; they are kept apart.
     */
    public static String of(Rounding rounding) {
        if (rounding instanceof Rounding.Stochastic stochastic) {
            return STOCHASTIC + ":" + stochastic.seed();
        }
        if (rounding instanceof Rounding.Assigned assigned) {
            return assigned.codes().origin();
        }
        return switch (((Rounding.Directed) rounding).direction()) {
            case HALF_EVEN -> "even";
            case HALF_AWAY -> "away";
            case FLOOR -> "floor";
            case CEIL -> "ceil";
            case TOWARD_ZERO -> "zero";
        };
    }

    public static String of(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return PERCENTILE + ":" + percentile.percent();
        }
        if (calibrator instanceof Calibrator.MeanSquaredError) {
            return "mse";
        }
        if (calibrator instanceof Calibrator.Entropy) {
            return "entropy";
        }
        if (calibrator instanceof Calibrator.MovingAverage) {
            return "average";
        }
        return calibrator instanceof Calibrator.ArticleRule ? "article" : "minmax";
    }

    /** A format from its name, its width and its scheme; the width counts for integers and codebooks only. */
    public static NumberFormat format(String name, int bits, Scheme scheme) {
        return family(name).at(bits, scheme);
    }

    public static FormatFamily family(String name) {
        return FormatFamily.named(name).orElseThrow(() -> unavailable(Phrase.of("format"), name, FORMATS));
    }

    public static Rounding rounding(String name) {
        return switch (name) {
            case "even" -> Rounding.HALF_EVEN;
            case "away" -> Rounding.of(Rounding.Direction.HALF_AWAY);
            case "floor" -> Rounding.of(Rounding.Direction.FLOOR);
            case "ceil" -> Rounding.of(Rounding.Direction.CEIL);
            case "zero" -> Rounding.of(Rounding.Direction.TOWARD_ZERO);
            case STOCHASTIC -> Rounding.stochastic(0);
            default -> {
                if (!name.startsWith(STOCHASTIC + ":")) {
                    throw unavailable(Phrase.of("rounding"), name, ROUNDINGS);
                }
                yield Rounding.stochastic(seed(name.substring(STOCHASTIC.length() + 1)));
            }
        };
    }

    private static long seed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new RefusedException(Phrase.of("'%s' is no seed, such as 42", text), e);
        }
    }

    public static Scheme scheme(String name) {
        return switch (name) {
            case "symmetric" -> Scheme.SYMMETRIC;
            case "narrow" -> Scheme.NARROW;
            case "asymmetric" -> Scheme.ASYMMETRIC;
            case "power-of-two" -> Scheme.POWER_OF_TWO;
            default -> throw unavailable(Phrase.of("scheme"), name, SCHEMES);
        };
    }

    public static Granularity granularity(String name) {
        return switch (name) {
            case "tensor" -> Granularity.TENSOR;
            case "channel" -> Granularity.CHANNEL;
            default -> {
                if (!name.startsWith(GROUP)) {
                    throw unavailable(Phrase.of("granularity"), name, GRANULARITIES);
                }
                yield Granularity.group(groupSize(name.substring(GROUP.length())));
            }
        };
    }

    private static int groupSize(String text) {
        try {
            int size = Integer.parseInt(text);
            if (size >= 1 && size <= MAX_GROUP) {
                return size;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new RefusedException(Phrase.of("'%s' is no size of a group, such as 32", text));
    }

    public static Calibrator calibrator(String name) {
        return switch (name) {
            case "minmax" -> Calibrator.minMax();
            case "mse" -> Calibrator.mse();
            case "entropy" -> Calibrator.entropy();
            case "average" -> Calibrator.movingAverage();
            case "article" -> Calibrator.articleRule();
            case PERCENTILE -> Calibrator.percentile(Calibrator.Percentile.DEFAULT_PERCENT);
            default -> {
                if (!name.startsWith(PERCENTILE + ":")) {
                    throw unavailable(Phrase.of("calibrator"), name, CALIBRATORS);
                }
                yield Calibrator.percentile(percent(name.substring(PERCENTILE.length() + 1)));
            }
        };
    }

    public static ActivationMode activationMode(String name) {
        return Arrays.stream(ActivationMode.values())
                .filter(mode -> mode.id().equals(name))
                .findFirst()
                .orElseThrow(() -> unavailable(Phrase.of("activation mode"), name, ACTIVATION_MODES));
    }

    /** A calibrator of activations; a percentile without a number is the usual one of activations. */
    public static Calibrator activationCalibrator(String name) {
        if (name.equals(PERCENTILE)) {
            return Calibrator.percentile(Calibrator.Percentile.DEFAULT_ACTIVATION_PERCENT);
        }
        if (name.equals("article")) {
            throw unavailable(Phrase.of("calibrator of activations"), name, ACTIVATION_CALIBRATORS);
        }
        return calibrator(name);
    }

    public static TargetProfile target(String name) {
        return TargetProfile.byId(name).orElseThrow(() -> unavailable(Phrase.of("target"), name, TARGETS));
    }

    private static double percent(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new RefusedException(Phrase.of("'%s' is no percentage, such as 99.9", text), e);
        }
    }

    private static RefusedException unavailable(Phrase what, String name, String known) {
        return new RefusedException(
                Phrase.of("%s '%s' is not available in this version; there are: %s", what, name, known));
    }
}
