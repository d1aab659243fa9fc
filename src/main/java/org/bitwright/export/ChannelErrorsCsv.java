package org.bitwright.export;

import java.util.List;
import org.bitwright.quant.ErrorShare;
import org.bitwright.quant.QuantError;

/** What each channel contributes to a layer's error as CSV (RFC 4180), all digits, the greatest share first. */
public final class ChannelErrorsCsv {
    private static final List<String> HEADER = List.of(
            "layer",
            "channel",
            "share",
            "clip_share",
            "round_share",
            "mse",
            "sqnr_db",
            "rmse_per_step",
            "max_error",
            "clipped",
            "values");

    private ChannelErrorsCsv() {}

    /** @param shares of all channels, as {@link org.bitwright.quant.LayerErrors#shares()} gives them */
    public static String write(String layer, List<ErrorShare> shares) {
        StringBuilder csv = new StringBuilder(CsvLine.of(HEADER));
        shares.forEach(share -> csv.append(row(layer, share)));
        return csv.toString();
    }

    private static String row(String layer, ErrorShare share) {
        QuantError error = share.error();
        return CsvLine.of(List.of(
                CsvLine.text(layer),
                String.valueOf(share.channel()),
                CsvLine.number(share.share()),
                CsvLine.number(share.clip()),
                CsvLine.number(share.round()),
                CsvLine.number(error.mse()),
                CsvLine.number(error.sqnrDb()),
                CsvLine.number(share.rmseSteps().orElse(Double.NaN)),
                CsvLine.number(error.maxError()),
                CsvLine.number(error.clippedShare()),
                String.valueOf(error.count())));
    }
}
