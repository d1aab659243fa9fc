package org.bitwright.ui.histogram;

import java.util.List;
import java.util.Optional;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.QuantError;
import org.bitwright.quant.Range;
import org.bitwright.quant.Rounding;

/**
 * What quantization makes of the values shown. Channels are asked for by number, or with
 * {@link HistogramViewModel#WHOLE_TENSOR} for all of them.
 */
public interface QuantizedValues {
    NumberFormat format();

    Granularity granularity();

    Rounding rounding();

    /** The grids of a channel, or of all; none of float values. */
    List<Grid> grids(int channel);

    /** The granule whose range is taken hold of where a channel is shown; empty where there are several. */
    Optional<Integer> granule(int channel);

    /** Where the handles of a granule stand; empty where its format has no range. */
    Optional<Range> standing(int granule);

    /** Of the whole tensor. */
    QuantError error();

    /** Of each channel; empty where they are not known. */
    List<QuantError> channelErrors();

    /** The quantized values themselves where bins cannot tell them; empty where they are not at hand. */
    Optional<QuantizedSample> sample(int channel);
}
