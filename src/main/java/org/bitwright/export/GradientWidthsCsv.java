package org.bitwright.export;

import java.util.Collection;
import java.util.List;

/**
 * What runs with gradients of several widths reached, as CSV (RFC 4180), all digits; full precision is the row with 32
 * bits, whose rounding is empty.
 */
public final class GradientWidthsCsv {
    private static final String HEADER =
            "run,bits,rounding,error_feedback,top1,low95,high95,correct,samples,epoch,epochs," + "seconds,complete\r\n";

    private GradientWidthsCsv() {}

    public static String write(Collection<GradientWidth> widths) {
        StringBuilder csv = new StringBuilder(HEADER);
        widths.forEach(width -> csv.append(row(width)));
        return csv.toString();
    }

    private static String row(GradientWidth width) {
        return CsvLine.of(List.of(
                CsvLine.text(width.run()),
                String.valueOf(width.bits()),
                width.rounding().map(GradientWidthWords::id).orElse(""),
                width.rounding().map(how -> String.valueOf(how.errorFeedback())).orElse(""),
                CsvLine.number(width.accuracy().top1()),
                CsvLine.number(width.accuracy().low()),
                CsvLine.number(width.accuracy().high()),
                String.valueOf(width.accuracy().correct()),
                String.valueOf(width.accuracy().samples()),
                String.valueOf(width.epoch()),
                String.valueOf(width.epochs()),
                CsvLine.number(width.seconds()),
                String.valueOf(width.complete())));
    }
}
