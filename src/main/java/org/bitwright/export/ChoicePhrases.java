package org.bitwright.export;

import java.util.Arrays;
import org.bitwright.model.Phrase;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Rounding;

/** Choices within sentences: in English they have their {@link ConfigNames}. */
final class ChoicePhrases {
    private ChoicePhrases() {}

    /** What it is called, such as nf4; names that say the same in every language stay. */
    static Phrase of(NumberFormat format) {
        String name = ConfigNames.of(format);
        return switch (name) {
            case "float" -> Phrase.of("float");
            case "int" -> Phrase.of("int");
            case "binary" -> Phrase.of("binary");
            case "ternary" -> Phrase.of("ternary");
            case "codebook" -> Phrase.of("codebook");
            case "fp16-saturating" -> Phrase.of("fp16-saturating");
            case "bf16-saturating" -> Phrase.of("bf16-saturating");
            default -> Phrase.verbatim(name);
        };
    }

    static Phrase of(Granularity granularity) {
        return switch (granularity.kind()) {
            case TENSOR -> Phrase.of("per tensor");
            case CHANNEL -> Phrase.of("per channel");
            case GROUP -> Phrase.of("per group:%s", granularity.size());
        };
    }

    static Phrase of(Calibrator calibrator) {
        if (calibrator instanceof Calibrator.Percentile percentile) {
            return Phrase.of("percentile:%s", percentile.percent());
        }
        String name = ConfigNames.of(calibrator);
        return switch (name) {
            case "mse" -> Phrase.of("mse");
            case "entropy" -> Phrase.of("entropy");
            case "average" -> Phrase.of("average");
            case "article" -> Phrase.of("article");
            default -> Phrase.of("minmax");
        };
    }

    static Phrase of(Rounding rounding) {
        if (rounding instanceof Rounding.Stochastic stochastic) {
            return Phrase.of("stochastic:%s", stochastic.seed());
        }
        if (rounding instanceof Rounding.Assigned assigned) {
            return origin(assigned.codes().origin());
        }
        return switch (((Rounding.Directed) rounding).direction()) {
            case HALF_EVEN -> Phrase.of("even");
            case HALF_AWAY -> Phrase.of("away");
            case FLOOR -> Phrase.of("floor");
            case CEIL -> Phrase.of("ceil");
            case TOWARD_ZERO -> Phrase.of("zero");
        };
    }

    /** What changed weights or assigned codes: stable names, joined by + where there are several. */
    static Phrase origin(String names) {
        return Arrays.stream(names.split("\\+", -1))
                .map(ChoicePhrases::step)
                .reduce((first, second) -> Phrase.of("%s+%s", first, second))
                .orElse(Phrase.NONE);
    }

    private static Phrase step(String name) {
        return switch (name) {
            case "fold" -> Phrase.of("fold");
            case "equalize" -> Phrase.of("equalize");
            case "bias-correction" -> Phrase.of("bias-correction");
            case "adaround" -> Phrase.of("adaround");
            case "gptq" -> Phrase.of("gptq");
            case "training" -> Phrase.of("training");
            default -> Phrase.verbatim(name);
        };
    }
}
