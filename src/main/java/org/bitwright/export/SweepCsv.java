package org.bitwright.export;

import java.util.Collection;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;
import org.bitwright.quant.FormatFamily;

/**
 * The points of a sweep as CSV (RFC 4180), all digits. The first four columns name the line, whose integers of 1 bit are
 * binary; the float network is the row with 32 bits.
 */
public final class SweepCsv {
    private static final String HEADER = "format,granularity,calibrator,scheme,bits,top1,low95,high95,correct,samples,"
            + "weight_bytes,seconds,complete\r\n";

    private SweepCsv() {}

    public static String write(SweepResult result) {
        return write(Optional.of(result.floatAccuracy()), result.points());
    }

    /** Points as far as they have been measured. */
    public static String write(Optional<Accuracy> floatAccuracy, Collection<SweepPoint> points) {
        StringBuilder csv = new StringBuilder(HEADER);
        floatAccuracy.ifPresent(accuracy ->
                csv.append("float,,,,32,").append(accuracy(accuracy)).append(",,,true\r\n"));
        points.forEach(point -> csv.append(row(point)));
        return csv.toString();
    }

    private static String row(SweepPoint point) {
        SweepSeries series = point.series();
        return String.join(
                        ",",
                        series.family().id(),
                        ConfigNames.of(series.granularity()),
                        SweepWords.calibrator(series.calibrator()),
                        series.family() == FormatFamily.INT ? ConfigNames.of(series.scheme()) : "",
                        String.valueOf(point.bits()),
                        accuracy(point.accuracy()),
                        String.valueOf(point.bytes()),
                        String.valueOf(point.seconds()),
                        String.valueOf(point.complete()))
                + "\r\n";
    }

    private static String accuracy(Accuracy accuracy) {
        return accuracy.top1() + "," + accuracy.low() + "," + accuracy.high() + "," + accuracy.correct() + ","
                + accuracy.samples();
    }
}
