package org.bitwright.bench;

import org.bitwright.quant.Range;
import org.bitwright.quant.StatisticsPass;

/** The passes that a layer's first look takes, on 64 M values, against reading and copying them. */
final class StatisticsBenchmark implements Benchmark {
    private static final int COUNT = 1 << 26;

    @Override
    public String name() {
        return "statistics";
    }

    @Override
    public void run() throws Exception {
        float[] values = RandomLayer.values(COUNT);
        float[] into = new float[COUNT];
        Range range = StatisticsPass.range(values);
        Kernels.compare("min and max, against reading", () -> Kernels.read(values), () -> StatisticsPass.range(values));
        Kernels.compare(
                "histogram, against reading",
                () -> Kernels.read(values),
                () -> StatisticsPass.histogram(values, range));
        Kernels.compare(
                "histogram, against copying",
                () -> Kernels.copy(values, into),
                () -> StatisticsPass.histogram(values, range));
    }
}
