package org.bitwright.export;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.SweepPoint;
import org.bitwright.analysis.SweepResult;
import org.bitwright.analysis.SweepSeries;

/**
 * The points of a sweep as CSV (RFC 4180), all digits; the float network is the row with 32 bits. The part that is
 * quantized is {@code w}, {@code a} or {@code wa}. What has no meaning for a format or a part is left empty.
 */
public final class SweepCsv {
    private static final String HEADER = "format,granularity,calibrator,scheme,bits,top1,low95,high95,correct,samples,"
            + "weight_bytes,seconds,complete,part,activation_calibrator,activation_scheme\r\n";

    private SweepCsv() {}

    public static String write(SweepResult result) {
        return write(Optional.of(result.floatAccuracy()), result.points());
    }

    /** Points as far as they have been measured. */
    public static String write(Optional<Accuracy> floatAccuracy, Collection<SweepPoint> points) {
        StringBuilder csv = new StringBuilder(HEADER);
        floatAccuracy.ifPresent(accuracy ->
                csv.append("float,,,,32,").append(accuracy(accuracy)).append(",,,true,,,\r\n"));
        points.forEach(point -> csv.append(row(point)));
        return csv.toString();
    }

    private static String row(SweepPoint point) {
        SweepSeries series = point.series();
        return String.join(
                        ",",
                        String.join(",", weights(series)),
                        String.valueOf(point.bits()),
                        accuracy(point.accuracy()),
                        String.valueOf(point.bytes()),
                        String.valueOf(point.seconds()),
                        String.valueOf(point.complete()),
                        series.part().id(),
                        series.part().hasActivations()
                                ? SweepWords.calibrator(series.activations().calibrator())
                                : "",
                        series.hasActivationScheme()
                                ? ConfigNames.of(series.activations().scheme())
                                : "")
                + "\r\n";
    }

    /** Format, granularity, calibrator and scheme of the weights of a line. */
    static List<String> weights(SweepSeries series) {
        return List.of(
                series.family().id(),
                series.part().hasWeights() ? ConfigNames.of(series.granularity()) : "",
                series.hasCalibrator() ? SweepWords.calibrator(series.calibrator()) : "",
                series.hasScheme() ? ConfigNames.of(series.scheme()) : "");
    }

    private static String accuracy(Accuracy accuracy) {
        return accuracy.top1() + "," + accuracy.low() + "," + accuracy.high() + "," + accuracy.correct() + ","
                + accuracy.samples();
    }
}
