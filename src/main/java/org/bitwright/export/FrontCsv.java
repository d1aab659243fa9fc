package org.bitwright.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.PairedTest;

/**
 * Size and accuracy of configurations as CSV (RFC 4180), all digits. Against the float network stand McNemar's numbers:
 * samples that only it, and that only the configuration answers correctly, and the exact probability.
 */
public final class FrontCsv {
    private static final String HEADER = "name,weight_bytes,%s,low95,high95,correct,samples,front,uniform_bits,chosen,"
            + "only_float,only_this,p,different\r\n";

    private FrontCsv() {}

    /** @param labelled whether shares are accuracies, not agreements with the float network */
    public static String write(List<FrontPoint> points, boolean labelled) {
        StringBuilder csv = new StringBuilder(HEADER.formatted(labelled ? "top1" : "agreement"));
        points.forEach(point -> csv.append(CsvLine.of(row(point))));
        return csv.toString();
    }

    private static List<String> row(FrontPoint point) {
        Accuracy share = point.share();
        Optional<PairedTest> test = point.againstFloat();
        List<String> fields = new ArrayList<>(List.of(
                CsvLine.text(point.name()),
                String.valueOf(point.bytes()),
                CsvLine.number(share.top1()),
                CsvLine.number(share.low()),
                CsvLine.number(share.high()),
                String.valueOf(share.correct()),
                String.valueOf(share.samples()),
                String.valueOf(point.front())));
        fields.add(
                point.uniformBits().isPresent()
                        ? String.valueOf(point.uniformBits().getAsInt())
                        : "");
        fields.add(String.valueOf(point.chosen()));
        fields.add(test.map(found -> String.valueOf(found.onlyFirst())).orElse(""));
        fields.add(test.map(found -> String.valueOf(found.onlySecond())).orElse(""));
        fields.add(test.map(found -> CsvLine.number(found.p())).orElse(""));
        fields.add(test.map(found -> String.valueOf(found.isDifferent())).orElse(""));
        return fields;
    }
}
