package org.bitwright.quant.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Parallel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EntropyCodeTest {

    /**
     * Counts 64, 32, 16, 16 give words 0, 10, 110, 111. By hand: form 0; 4 symbols 00101; symbol 0 at 8 − 7 bits 1
     * 0001110; the next at one bit more 1 011, twice; the last as long 1 1; then sixteen times 0 0 10 0 110 10 0 111.
     */
    @Test
    void plainStreamIsAsWorkedOutByHand() throws Exception {
        int[] symbols = repeated(16, 0, 0, 1, 0, 2, 1, 0, 3);

        assertThat(binary(encoded(symbols)))
                .isEqualTo("0" + "00101" + "1" + "0001110" + "1011" + "1011" + "11" + "00100110100111".repeat(16));
        assertThat(code(symbols).bytes()).isEqualTo(3 + 28);
        assertThat(code(symbols).isOfRuns()).isFalse();
    }

    /** Too few for a table. By hand: form 11; lowest symbol −1, folded 1, 010; 3 bits, 00100; distances 1 1 2 1 3 2 1 4. */
    @Test
    void flatStreamIsAsWorkedOutByHand() throws Exception {
        int[] symbols = {0, 0, 1, 0, 2, 1, -1, 3};

        assertThat(binary(encoded(symbols))).isEqualTo("11" + "010" + "00100" + "001001010001011010000100" + "000000");
        assertThat(code(symbols).bytes()).isEqualTo(5);
    }

    /** Words of no length: form 11; 7, folded 14, gamma of 15 0001111; no bits 1. */
    @Test
    void oneSymbolOverAndOverTakesNoBits() throws Exception {
        assertThat(binary(encoded(SymbolSequences.constant(10_000, 7)))).isEqualTo("11" + "0001111" + "1" + "000000");
    }

    private static int[] repeated(int times, int... period) {
        int[] symbols = new int[times * period.length];
        Arrays.setAll(symbols, i -> period[i % period.length]);
        return symbols;
    }

    /** 100 zeros, a 5, 20 zeros: one pair; a longest run of 31 would take three fillers. */
    @Test
    void runsAreAsWorkedOutByHand() throws Exception {
        int[] symbols = new int[121];
        symbols[100] = 5;

        // 10 | 1 pair: 010 | run symbol: 1 | cap 255, gamma of 256: 0 0000 0001 0000 0000 |
        // runs: 1 symbol 010, 100 folded is 200, gamma of 201: 0000000 11001001, length 1 is −7, folded 13: 0001110 |
        // symbols: 010, 5 folded is 10, gamma of 11: 0001011, 0001110 | words: 0 0.
        String bits = "10" + "010" + "1" + "00000000100000000" + "010" + "000000011001001" + "0001110" + "010"
                + "0001011" + "0001110" + "00";
        assertThat(binary(encoded(symbols))).startsWith(bits);
        assertThat(code(symbols).bytes()).isEqualTo((bits.length() + 7) / 8);
        assertThat(code(symbols).isOfRuns()).isTrue();
    }

    static Stream<Arguments> sequences() {
        return Stream.of(
                Arguments.of("empty", new int[0]),
                Arguments.of("one", new int[] {-3}),
                Arguments.of("one symbol", SymbolSequences.constant(10_000, 7)),
                Arguments.of("all zero", new int[1_000_000]),
                Arguments.of("two symbols", SymbolSequences.uniform(70_001, 0, 2, 1)),
                Arguments.of("ternary", SymbolSequences.uniform(70_001, -1, 3, 2)),
                Arguments.of("bell of 8 bits", SymbolSequences.bell(200_000, 25, 3)),
                Arguments.of("bell of 16 bits", SymbolSequences.bell(200_000, 6_000, 4)),
                Arguments.of("unsigned 16 bits", SymbolSequences.uniform(200_000, 0, 65_536, 5)),
                Arguments.of("65,536 symbols once each", SymbolSequences.everyOnce(-32_768, 65_536)),
                Arguments.of("131,072 symbols", SymbolSequences.everyOnce(-65_536, 131_072)),
                Arguments.of("half zeros", SymbolSequences.sparse(300_000, 0.5, 6)),
                Arguments.of("a tenth", SymbolSequences.sparse(300_000, 0.1, 7)),
                Arguments.of("a hundredth", SymbolSequences.sparse(300_000, 0.01, 8)),
                Arguments.of("a hundred-thousandth", SymbolSequences.sparse(3_000_000, 0.00001, 9)),
                Arguments.of("zeros at both ends", ends()),
                Arguments.of("deep code", SymbolSequences.fibonacci(28)),
                Arguments.of("far apart", new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE, 0, 0, Integer.MIN_VALUE}),
                Arguments.of("far apart, long", SymbolSequences.uniform(50_000, -1_000_000_000, 2_000_000_000, 10)));
    }

    private static int[] ends() {
        int[] symbols = new int[100_000];
        symbols[50_000] = 1;
        symbols[50_001] = 2;
        return symbols;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("sequences")
    void everySequenceComesBackAndTakesTheBytesThatWereSaid(String name, int[] symbols) throws Exception {
        byte[] bytes = encoded(symbols);

        assertThat((long) bytes.length).isEqualTo(code(symbols).bytes());
        assertThat(EntropyDecoder.decode(bytes, symbols.length)).isEqualTo(symbols);
    }

    @Test
    void randomSequencesComeBackAndTakeTheBytesThatWereSaid() throws Exception {
        Random random = new Random(20);
        for (int round = 0; round < 2_000; round++) {
            int size = random.nextInt(400);
            int different = 1 + random.nextInt(1 << random.nextInt(10));
            double share = random.nextDouble();
            int[] symbols = new int[size];
            for (int i = 0; i < size; i++) {
                symbols[i] = random.nextDouble() < share ? 3 : random.nextInt(different) - different / 2;
            }
            byte[] bytes = encoded(symbols);
            assertThat((long) bytes.length)
                    .as("round %d", round)
                    .isEqualTo(code(symbols).bytes());
            assertThat(EntropyDecoder.decode(bytes, size)).as("round %d", round).isEqualTo(symbols);
        }
    }

    @Test
    void symbolsComeBackInPiecesOfAnySize() throws Exception {
        int[] symbols = SymbolSequences.sparse(10_000, 0.02, 11);
        EntropyDecoder decoder = new EntropyDecoder(encoded(symbols), symbols.length);
        int[] back = new int[symbols.length];
        int[] piece = new int[symbols.length];
        for (int at = 0, size = 1; at < back.length; at += size, size = Math.min(2 * size + 1, back.length - at)) {
            decoder.read(piece, size);
            System.arraycopy(piece, 0, back, at, size);
        }
        decoder.finish();

        assertThat(back).isEqualTo(symbols);
    }

    @Test
    void sizeLiesBetweenTheEntropyAndOneBitASymbolMore() {
        int[] symbols = SymbolSequences.bell(1_000_000, 12, 12);
        double entropy = entropyBits(symbols);
        long table = 200;

        assertThat(code(symbols).bytes()).isBetween((long) (entropy / 8), (long) (entropy / 8 * 1.02) + table);
    }

    /** Plain words take a bit each at least: a tensor that is 1 % full is stored in far less. */
    @Test
    void manyZerosTakeLessThanOneBitEach() {
        int[] symbols = SymbolSequences.sparse(1_000_000, 0.01, 13);

        assertThat(code(symbols).isOfRuns()).isTrue();
        assertThat(code(symbols).bytes()).isBetween((long) (entropyBits(symbols) / 8), 1_000_000L / 8 / 6);
    }

    @Test
    void allZerosTakeAFewBytes() {
        assertThat(code(new int[25_000_000]).bytes()).isLessThan(8);
    }

    @Test
    void sizeDoesNotDependOnTheNumberOfThreads() throws Exception {
        int[] symbols = SymbolSequences.sparse(500_000, 0.03, 14);

        byte[] alone = Parallel.onOneThread(() -> {
            try {
                return encoded(symbols);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });

        assertThat(alone).isEqualTo(encoded(symbols));
    }

    @Test
    void moreThan131072SymbolsAreRefused() {
        int[] symbols = SymbolSequences.everyOnce(0, 131_073);

        assertThatThrownBy(() -> code(symbols))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("131073 different symbols");
    }

    @Test
    void cancelledWorkStops() {
        CancelToken cancelled = new CancelToken();
        cancelled.cancel();

        assertThatThrownBy(() -> EntropyCode.of(SymbolSource.of(new int[100_000]), cancelled))
                .isInstanceOf(CancellationException.class);
    }

    private static EntropyCode code(int[] symbols) {
        return EntropyCode.of(SymbolSource.of(symbols), CancelToken.none());
    }

    static byte[] encoded(int[] symbols) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        code(symbols).encode(SymbolSource.of(symbols), out, CancelToken.none());
        return out.toByteArray();
    }

    private static String binary(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte value : bytes) {
            text.append(
                    String.format("%8s", Integer.toBinaryString(value & 0xFF)).replace(' ', '0'));
        }
        return text.toString();
    }

    private static double entropyBits(int[] symbols) {
        return Arrays.stream(symbols)
                .boxed()
                .collect(Collectors.groupingBy(symbol -> symbol, Collectors.counting()))
                .values()
                .stream()
                .mapToDouble(count -> -count * Math.log((double) count / symbols.length) / Math.log(2))
                .sum();
    }
}
