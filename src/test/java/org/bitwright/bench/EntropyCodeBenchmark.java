package org.bitwright.bench;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.bitwright.quant.Calibrator;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Granularity;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.Scheme;
import org.bitwright.quant.StorageSize;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.coding.EntropyCode;
import org.bitwright.quant.coding.EntropyDecoder;
import org.bitwright.quant.coding.SymbolSource;
import org.bitwright.task.CancelToken;

/** Entropy-coded size of 25 M weights without coding them, from their values and from codes; coding and decoding. */
final class EntropyCodeBenchmark implements Benchmark {
    private static final int ROWS = 5000;
    private static final int SIZE = ROWS * ROWS;

    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public void run() throws Exception {
        LayerWeights weights =
                LayerWeights.of(RandomLayer.layer(OptionalInt.of(1), ROWS, ROWS), RandomLayer.values(SIZE), none());
        size(weights, NumberFormat.uniform(8, Scheme.SYMMETRIC), Granularity.TENSOR);
        size(weights, NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.CHANNEL);
        size(weights, NumberFormat.uniform(4, Scheme.ASYMMETRIC), Granularity.group(32));
        size(weights, NumberFormat.uniform(16, Scheme.SYMMETRIC), Granularity.TENSOR);
        for (FormatFamily family : List.of(
                FormatFamily.TERNARY,
                FormatFamily.FP8_E4M3,
                FormatFamily.MXFP4,
                FormatFamily.NF4,
                FormatFamily.FP16,
                FormatFamily.CODEBOOK)) {
            NumberFormat format = family.near(4, Scheme.SYMMETRIC);
            TensorConfig config = TensorConfig.of(NumberFormat.binary(), Granularity.TENSOR, Calibrator.minMax())
                    .withFormat(format);
            size(weights, format, config.granularity());
        }
        code("4 bits", 2, 0);
        code("8 bits", 30, 0);
        code("16 bits", 8_000, 0);
        code("4 bits, 90 % zeros", 2, 0.9);
    }

    private static CancelToken none() {
        return CancelToken.none();
    }

    private static void size(LayerWeights weights, NumberFormat format, Granularity granularity) throws Exception {
        TensorConfig config = TensorConfig.of(format, granularity, Calibrator.minMax());
        List<Grid> grids = LayerQuantizer.grids(weights, config, none()).list();
        long[] bytes = new long[1];
        Timing timing =
                Timing.alternate(1, 3, () -> bytes[0] = StorageSize.entropyBytes(weights, config, grids, none()))[0];
        System.out.printf(
                "%-12s %d bits %-8s %5.2f bits a weight: size %4.0f ms%n",
                FormatFamily.of(format).id(),
                format.bits(),
                granularity.isGroup() ? "group:" + granularity.size() : granularity.isChannel() ? "channel" : "tensor",
                8.0 * bytes[0] / SIZE,
                timing.median() * 1e3);
    }

    private static void code(String what, double deviation, double zeros) throws Exception {
        Random random = new Random(1);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = random.nextDouble() < zeros ? 0 : (int) Math.rint(random.nextGaussian() * deviation);
        }
        SymbolSource source = SymbolSource.of(codes);
        EntropyCode code = EntropyCode.of(source, none());
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) code.bytes());
        Timing[] timings = Timing.alternate(
                1,
                3,
                () -> EntropyCode.of(source, none()),
                () -> {
                    out.reset();
                    code.encode(source, out, none());
                },
                () -> decode(out.toByteArray()));
        System.out.printf(
                "codes of %-18s %5.2f bits a code%s: size %4.0f ms, encode %4.0f ms, decode %4.0f ms%n",
                what,
                8.0 * code.bytes() / SIZE,
                code.isOfRuns() ? ", in runs" : "",
                timings[0].median() * 1e3,
                timings[1].median() * 1e3,
                timings[2].median() * 1e3);
    }

    private static void decode(byte[] bytes) throws Exception {
        EntropyDecoder decoder = new EntropyDecoder(bytes, SIZE);
        int[] piece = new int[1 << 14];
        for (int left = SIZE; left > 0; left -= piece.length) {
            decoder.read(piece, Math.min(left, piece.length));
        }
        decoder.finish();
    }
}
