package org.bitwright.cli;

import java.util.Locale;
import java.util.Optional;
import org.bitwright.analysis.search.Budget;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** What the configuration may cost: one of these. */
final class BudgetOption {
    @Option(
            names = "--bytes",
            paramLabel = "N",
            converter = Bytes.class,
            description = "At most so many bytes of weights, such as 30000, 30KB or 1.5MB.")
    private Optional<Budget.Bytes> bytes = Optional.empty();

    @Option(
            names = "--average-bits",
            paramLabel = "B",
            converter = AverageBits.class,
            description = "At most so many bits a weight on average, such as 4 or 5.5.")
    private Optional<Budget.AverageBits> averageBits = Optional.empty();

    @Option(
            names = "--bit-operations",
            paramLabel = "N",
            converter = BitOperations.class,
            description = "At most so many bit-operations a sample, such as 2e9: multiplications times the bits of"
                    + " weight and activation, 32 where one is float.")
    private Optional<Budget.BitOperations> bitOperations = Optional.empty();

    @Option(
            names = "--accuracy-loss",
            paramLabel = "P%",
            converter = AccuracyLoss.class,
            description = "The smallest that loses at most so many percentage points of accuracy, such as 0.5%%; on"
                    + " unlabelled data, that answers otherwise than float on at most this share.")
    private Optional<Budget.AccuracyLoss> accuracyLoss = Optional.empty();

    /** The one that was given. */
    Budget budget() {
        return bytes.<Budget>map(found -> found)
                .or(() -> averageBits)
                .or(() -> bitOperations)
                .or(() -> accuracyLoss)
                .orElseThrow();
    }

    private static double number(String text, String unit) {
        String digits = text.toUpperCase(Locale.ROOT).endsWith(unit.toUpperCase(Locale.ROOT))
                ? text.substring(0, text.length() - unit.length())
                : text;
        try {
            double value = Double.parseDouble(digits.trim());
            if (value > 0 && Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is no number");
        }
        throw new TypeConversionException("'" + text + "' is not above 0");
    }

    /** For picocli. */
    static final class Bytes implements ITypeConverter<Budget.Bytes> {
        @Override
        public Budget.Bytes convert(String text) {
            String upper = text.toUpperCase(Locale.ROOT);
            double bytes = upper.endsWith("KB")
                    ? 1e3 * number(text, "KB")
                    : upper.endsWith("MB") ? 1e6 * number(text, "MB") : number(text, "B");
            return new Budget.Bytes(Math.round(bytes));
        }
    }

    /** For picocli. */
    static final class AverageBits implements ITypeConverter<Budget.AverageBits> {
        @Override
        public Budget.AverageBits convert(String text) {
            return new Budget.AverageBits(number(text, ""));
        }
    }

    /** For picocli. */
    static final class BitOperations implements ITypeConverter<Budget.BitOperations> {
        @Override
        public Budget.BitOperations convert(String text) {
            return new Budget.BitOperations(number(text, ""));
        }
    }

    /** For picocli. */
    static final class AccuracyLoss implements ITypeConverter<Budget.AccuracyLoss> {
        @Override
        public Budget.AccuracyLoss convert(String text) {
            if (!text.endsWith("%")) {
                throw new TypeConversionException("'" + text + "' needs its unit, such as 0.5%");
            }
            double percent = text.matches("0+(\\.0*)?%") ? 0 : number(text, "%");
            if (percent > 100) {
                throw new TypeConversionException("no more than 100% can be lost, not " + text);
            }
            return new Budget.AccuracyLoss(percent / 100);
        }
    }
}
