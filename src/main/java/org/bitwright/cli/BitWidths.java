package org.bitwright.cli;

import java.util.List;
import java.util.TreeSet;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Bit-widths as they are typed: a list of numbers and ranges, such as {@code 2,4,8} or {@code 1-16}.
 *
 * @param values rising, 1…16
 */
record BitWidths(List<Integer> values) {
    static final int MIN = 1;
    static final int MAX = 16;

    static BitWidths parse(String text) {
        TreeSet<Integer> widths = new TreeSet<>();
        for (String part : text.split(",", -1)) {
            String[] ends = part.trim().split("-", -1);
            if (ends.length > 2) {
                throw new IllegalArgumentException("'" + part + "' is no width and no range such as 1-16");
            }
            int from = width(ends[0]);
            int to = width(ends[ends.length - 1]);
            if (from > to) {
                throw new IllegalArgumentException("'" + part + "' runs backwards");
            }
            for (int bits = from; bits <= to; bits++) {
                widths.add(bits);
            }
        }
        return new BitWidths(List.copyOf(widths));
    }

    static int width(String text) {
        int bits;
        try {
            bits = Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + text + "' is no bit-width; there are 1 to 16", e);
        }
        if (bits < MIN || bits > MAX) {
            throw new IllegalArgumentException("there are 1 to 16 bits, not " + bits);
        }
        return bits;
    }

    /** For picocli. */
    static final class Converter implements ITypeConverter<BitWidths> {
        @Override
        public BitWidths convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
