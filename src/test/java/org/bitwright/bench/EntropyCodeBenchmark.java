package org.bitwright.bench;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.bitwright.quant.coding.EntropyCode;
import org.bitwright.quant.coding.EntropyDecoder;
import org.bitwright.quant.coding.SymbolSource;
import org.bitwright.task.CancelToken;

/** Entropy-coded size of 25 M codes without coding them, and coding and decoding them. */
final class EntropyCodeBenchmark implements Benchmark {
    private static final int SIZE = 25_000_000;

    @Override
    public String name() {
        return "entropy";
    }

    @Override
    public void run() throws Exception {
        measure("4 bits", 2, 0);
        measure("8 bits", 30, 0);
        measure("16 bits", 8_000, 0);
        measure("4 bits, 90 % zeros", 2, 0.9);
        measure("4 bits, 30 % zeros", 2, 0.3);
    }

    private static void measure(String what, double deviation, double zeros) throws Exception {
        Random random = new Random(1);
        int[] codes = new int[SIZE];
        for (int i = 0; i < SIZE; i++) {
            codes[i] = random.nextDouble() < zeros ? 0 : (int) Math.rint(random.nextGaussian() * deviation);
        }
        SymbolSource source = SymbolSource.of(codes);
        EntropyCode code = EntropyCode.of(source, CancelToken.none());
        ByteArrayOutputStream out = new ByteArrayOutputStream((int) code.bytes());
        Timing[] timings = Timing.alternate(
                1,
                4,
                () -> EntropyCode.of(source, CancelToken.none()),
                () -> {
                    out.reset();
                    code.encode(source, out, CancelToken.none());
                },
                () -> decode(out.toByteArray()));
        System.out.printf(
                "%-20s %5.2f bits a code%s: size %4.0f ms, encode %4.0f ms, decode %4.0f ms%n",
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
