package org.bitwright.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.LayerErrors;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.Layers;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.UniformGrid;
import org.bitwright.task.CancelToken;
import org.junit.jupiter.api.Test;

class ChannelErrorsCsvTest {

    @Test
    void everyChannelIsARowTheGreatestShareFirst() {
        // Step 1 up to 7: e = 0.5 and 0 in channel 0; −1 (clipped) and 0.5 in channel 1. Σe² = 0.25 and 1.25.
        LayerWeights weights = Layers.weights(0, new long[] {2, 2}, 1.5f, 2f, 8f, -0.5f);
        TensorConfig config =
                TensorConfig.of(NumberFormat.uniform(4, Scheme.SYMMETRIC), Granularity.TENSOR, Calibrator.minMax());
        CancelToken never = CancelToken.none();
        LayerErrors errors = LayerErrors.of(
                weights, LayerQuantizer.quantize(weights, config, List.of(new UniformGrid(1, 0, -8, 7)), never), never);
        List<String> lines =
                ChannelErrorsCsv.write("=fc", errors.shares()).lines().toList();
        assertThat(lines.get(0))
                .isEqualTo("layer,channel,share,clip_share,round_share,mse,sqnr_db,rmse_per_step,max_error,clipped,"
                        + "values");
        assertThat(List.of(lines.get(1).split(",")))
                .startsWith("'=fc", "1", String.valueOf(1.25 / 1.5), String.valueOf(1 / 1.5))
                .contains("0.625")
                .endsWith("1.0", "0.5", "2");
        assertThat(List.of(lines.get(2).split(",")))
                .startsWith("'=fc", "0", String.valueOf(0.25 / 1.5), "0.0", String.valueOf(0.25 / 1.5), "0.125")
                .endsWith("0.5", "0.0", "2");
        assertThat(lines).hasSize(3);
    }
}
