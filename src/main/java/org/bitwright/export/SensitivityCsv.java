package org.bitwright.export;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bitwright.analysis.Accuracy;
import org.bitwright.analysis.Fidelity;
import org.bitwright.analysis.PairedTest;
import org.bitwright.analysis.sensitivity.SensitivityColumn;
import org.bitwright.analysis.sensitivity.SensitivityResult;

/**
 * Sensitivity as CSV (RFC 4180), all digits. {@code what} is {@code float} or {@code present} for a whole network,
 * {@code alone} for one layer quantized and the rest in float, {@code spared} for one layer in float and the rest as
 * they are at present. {@code drop} is against the float network, of a spared layer against the present configuration,
 * on the same samples. What has no meaning is left empty.
 */
public final class SensitivityCsv {
    private static final String HEADER = "what,layer,format,granularity,calibrator,scheme,bits,top1,low95,high95,"
            + "correct,samples,agreement,kl,output_sqnr_db,drop,p,different,complete,settled,seconds,part\r\n";

    private SensitivityCsv() {}

    public static String write(SensitivityResult result) {
        String part = result.plan().part().id();
        StringBuilder csv = new StringBuilder(HEADER);
        csv.append(whole("float", result.floating(), part));
        result.present().ifPresent(present -> csv.append(whole("present", present, part)));
        result.cells().forEach(cell -> SensitivityNumbers.of(result, cell)
                .ifPresent(numbers -> csv.append(row(numbers, part))));
        return csv.toString();
    }

    private static String whole(String what, Fidelity fidelity, String part) {
        List<String> fields = new ArrayList<>(List.of(what, "", "", "", "", "", ""));
        fields.addAll(fields(fidelity));
        fields.addAll(List.of("", "", "", "true", "true", "", part));
        return CsvLine.of(fields);
    }

    private static String row(SensitivityNumbers numbers, String part) {
        Optional<SensitivityColumn> column = numbers.cell().column();
        List<String> fields = new ArrayList<>();
        fields.add(numbers.spared() ? "spared" : "alone");
        fields.add(CsvLine.text(numbers.cell().layer()));
        fields.addAll(column.map(tried -> SweepCsv.weights(tried.series())).orElse(List.of("float", "", "", "")));
        fields.add(String.valueOf(column.map(SensitivityColumn::bits).orElse(32)));
        fields.addAll(fields(numbers.fidelity()));
        fields.add(CsvLine.number(numbers.drop()));
        Optional<PairedTest> paired = numbers.paired();
        fields.add(paired.map(test -> CsvLine.number(test.p())).orElse(""));
        fields.add(paired.map(test -> String.valueOf(test.isDifferent())).orElse(""));
        fields.add(String.valueOf(numbers.complete()));
        fields.add(String.valueOf(numbers.cell().settled()));
        fields.add(CsvLine.number(numbers.cell().seconds()));
        fields.add(part);
        return CsvLine.of(fields);
    }

    private static List<String> fields(Fidelity fidelity) {
        Optional<Accuracy> accuracy = fidelity.accuracy();
        return List.of(
                accuracy.map(found -> CsvLine.number(found.top1())).orElse(""),
                accuracy.map(found -> CsvLine.number(found.low())).orElse(""),
                accuracy.map(found -> CsvLine.number(found.high())).orElse(""),
                accuracy.map(found -> String.valueOf(found.correct())).orElse(""),
                String.valueOf(fidelity.samples()),
                CsvLine.number(fidelity.agreement()),
                CsvLine.number(fidelity.kl()),
                CsvLine.number(fidelity.sqnrDb()));
    }
}
