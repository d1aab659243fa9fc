package org.bitwright.quant;

/** Named starting points that people know. The names are stable: the command line takes {@link #id()}. */
public enum Preset {
    FLOAT("float", TensorConfig.unquantized()),
    INT8_CHANNEL("int8-channel", uniform(8, Granularity.CHANNEL, Calibrator.minMax())),
    INT8_TENSOR("int8-tensor", uniform(8, Granularity.TENSOR, Calibrator.minMax())),
    INT8_NARROW("int8-narrow", narrow()),
    INT4_CHANNEL_MSE("int4-channel-mse", uniform(4, Granularity.CHANNEL, Calibrator.mse())),
    INT4_GROUP32("int4-group32", uniform(4, Granularity.group(32), Calibrator.minMax())),
    INT16_TENSOR("int16-tensor", uniform(16, Granularity.TENSOR, Calibrator.minMax())),
    FP8_E4M3("fp8-e4m3", of(FormatFamily.FP8_E4M3, Granularity.CHANNEL)),
    MXFP4("mxfp4", usual(FormatFamily.MXFP4)),
    NVFP4("nvfp4", usual(FormatFamily.NVFP4)),
    NF4("nf4", usual(FormatFamily.NF4)),
    CODEBOOK_16("codebook-16", of(FormatFamily.CODEBOOK, Granularity.TENSOR)),
    TERNARY("ternary", of(FormatFamily.TERNARY, Granularity.CHANNEL)),
    BINARY("binary", of(FormatFamily.BINARY, Granularity.CHANNEL)),
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

    /** What the preset makes of a layer; it becomes per tensor where a layer lacks the axis of channels or groups. */
    public TensorConfig config() {
        return config;
    }

    private static TensorConfig uniform(int bits, Granularity granularity, Calibrator calibrator) {
        return TensorConfig.of(NumberFormat.uniform(bits, Scheme.SYMMETRIC), granularity, calibrator);
    }

    /** Of a family's only format; of four bits where there are several. */
    private static TensorConfig of(FormatFamily family, Granularity granularity) {
        return TensorConfig.of(family.near(4, Scheme.SYMMETRIC), granularity, Calibrator.minMax());
    }

    private static TensorConfig usual(FormatFamily family) {
        return of(family, FormatRules.usual(family.near(4, Scheme.SYMMETRIC)));
    }

    private static TensorConfig narrow() {
        return TensorConfig.of(NumberFormat.uniform(8, Scheme.NARROW), Granularity.CHANNEL, Calibrator.minMax());
    }
}
