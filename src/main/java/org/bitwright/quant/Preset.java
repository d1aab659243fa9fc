package org.bitwright.quant;

/** Named starting points that people know. The names are stable: the command line takes {@link #id()}. */
public enum Preset {
    FLOAT("float", TensorConfig.unquantized()),
    INT8_CHANNEL("int8-channel", uniform(8, Granularity.CHANNEL, Calibrator.minMax())),
    INT8_TENSOR("int8-tensor", uniform(8, Granularity.TENSOR, Calibrator.minMax())),
    INT8_NARROW("int8-narrow", narrow()),
    INT4_CHANNEL_MSE("int4-channel-mse", uniform(4, Granularity.CHANNEL, Calibrator.mse())),
    INT16_TENSOR("int16-tensor", uniform(16, Granularity.TENSOR, Calibrator.minMax())),
    BINARY("binary", TensorConfig.of(NumberFormat.binary(), Granularity.CHANNEL, Calibrator.minMax())),
    ARTICLE("article", uniform(8, Granularity.TENSOR, Calibrator.articleRule()));

    private final String id;
    private final TensorConfig config;

    Preset(String id, TensorConfig config) {
        this.id = id;
        this.config = config;
    }

    public String id() {
        return id;
    }

    /** What the preset makes of a layer; per channel becomes per tensor where a layer has no channel axis. */
    public TensorConfig config() {
        return config;
    }

    private static TensorConfig uniform(int bits, Granularity granularity, Calibrator calibrator) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, calibrator);
    }

    private static TensorConfig narrow() {
        return TensorConfig.of(NumberFormat.uniform(8, Scheme.NARROW), Granularity.CHANNEL, Calibrator.minMax());
    }
}
