package org.bitwright.quant.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Streams that nobody vouches for. */
class EntropyDecoderTest {

    @Test
    void cutOffStreamsAreRefused() throws IOException {
        for (int[] symbols :
                List.of(SymbolSequences.bell(500, 5, 1), SymbolSequences.sparse(5_000, 0.02, 2), new int[] {1, 2})) {
            byte[] whole = EntropyCodeTest.encoded(symbols);
            for (int length = 0; length < whole.length; length++) {
                byte[] cut = Arrays.copyOf(whole, length);
                assertThatExceptionOfType(CodingException.class)
                        .as("%d of %d bytes", length, whole.length)
                        .isThrownBy(() -> EntropyDecoder.decode(cut, symbols.length));
            }
        }
    }

    @Test
    void bytesLeftOverAreRefused() throws IOException {
        byte[] whole = EntropyCodeTest.encoded(SymbolSequences.bell(500, 5, 1));
        byte[] longer = Arrays.copyOf(whole, whole.length + 2);

        assertThatThrownBy(() -> EntropyDecoder.decode(longer, 500)).hasMessageContaining("2 bytes are left over");
    }

    @Test
    void otherCountThanTheStreamsIsRefused() throws IOException {
        byte[] whole = EntropyCodeTest.encoded(SymbolSequences.uniform(4_096, 0, 256, 1));

        assertThatThrownBy(() -> EntropyDecoder.decode(whole, 4_000)).isInstanceOf(CodingException.class);
        assertThatThrownBy(() -> EntropyDecoder.decode(whole, 4_200)).isInstanceOf(CodingException.class);
    }

    @Test
    void fillingThatIsNotZeroIsRefused() throws IOException {
        byte[] whole = EntropyCodeTest.encoded(new int[] {0, 0, 1, 0, 2, 1, -1, 3});
        whole[4] |= 1;

        assertThatThrownBy(() -> EntropyDecoder.decode(whole, 8)).hasMessageContaining("not filled with zeros");
    }

    @Test
    void moreSymbolsThanBitsAreRefusedBeforeRoomIsMade() throws IOException {
        byte[] whole = EntropyCodeTest.encoded(SymbolSequences.bell(500, 5, 1));

        assertThatThrownBy(() -> EntropyDecoder.decode(whole, 2_000_000_000)).hasMessageContaining("too few for");
    }

    @Test
    void tableOfTooManySymbolsIsRefusedBeforeRoomIsMade() throws IOException {
        assertThatThrownBy(() -> EntropyDecoder.decode(
                        stream(out -> {
                            out.write(0, 1);
                            out.writeNumber(131_073);
                            out.write(-1, 32);
                        }),
                        1))
                .hasMessageContaining("a table of 131073 symbols");
        assertThatThrownBy(() -> EntropyDecoder.decode(
                        stream(out -> {
                            out.write(0, 1);
                            out.writeNumber(100_000);
                        }),
                        1))
                .hasMessageContaining("a table of 100000 symbols");
    }

    @Test
    void wordsThatMakeNoCodeAreRefused() {
        // Three words of 1 bit; two of 2 bits.
        assertThatThrownBy(() -> EntropyDecoder.decode(table(1, 1, 1), 1)).hasMessageContaining("do not make a code");
        assertThatThrownBy(() -> EntropyDecoder.decode(table(2, 2), 1)).hasMessageContaining("do not make a code");
        assertThatThrownBy(() -> EntropyDecoder.decode(table(2), 1)).hasMessageContaining("do not make a code");
    }

    @Test
    void wordsOfNoLengthAndOfMoreThan32BitsAreRefused() {
        assertThatThrownBy(() -> EntropyDecoder.decode(table(0, 1), 1)).hasMessageContaining("has 0 bits");
        assertThatThrownBy(() -> EntropyDecoder.decode(table(1, 33), 1)).hasMessageContaining("has 33 bits");
    }

    @Test
    void symbolsBeyond32BitsAreRefused() {
        assertThatThrownBy(() -> EntropyDecoder.decode(
                        stream(out -> {
                            out.write(0, 1);
                            out.writeNumber(1);
                            out.writeNumber(BitWriter.folded(1L << 31));
                            out.writeNumber(0);
                            out.write(0, 8);
                        }),
                        1))
                .hasMessageContaining("a symbol has more than 32 bits");
    }

    @Test
    void numbersWithoutEndAreRefused() {
        assertThatThrownBy(() -> EntropyDecoder.decode(new byte[100], 1)).hasMessageContaining("more than 48 bits");
    }

    /** One pair, run symbol 0, longest run 31; the only run is 9, the only symbol 4: room for ten symbols. */
    @Test
    void runsBeyondTheEndAreRefused() throws Exception {
        byte[] bytes = stream(out -> {
            out.write(0b10, 2);
            out.writeNumber(1);
            out.writeNumber(0);
            out.writeNumber(31);
            single(out, 9);
            single(out, 4);
            out.write(0, 2);
        });

        assertThat(EntropyDecoder.decode(bytes, 12)).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 0);
        assertThatThrownBy(() -> EntropyDecoder.decode(bytes, 9)).hasMessageContaining("a run of 9");
    }

    @Test
    void negativeRunsAreRefused() throws IOException {
        byte[] bytes = stream(out -> {
            out.write(0b10, 2);
            out.writeNumber(1);
            out.writeNumber(0);
            out.writeNumber(31);
            single(out, -1);
            single(out, 4);
            out.write(0, 2);
        });

        assertThatThrownBy(() -> EntropyDecoder.decode(bytes, 12)).hasMessageContaining("a run of -1");
    }

    @Test
    void flatWordsBeyond32BitsAreRefused() throws IOException {
        byte[] wide = stream(out -> {
            out.write(0b11, 2);
            out.writeNumber(0);
            out.writeNumber(33);
            out.write(0, 32);
            out.write(0, 32);
        });
        byte[] high = stream(out -> {
            out.write(0b11, 2);
            out.writeNumber(BitWriter.folded(Integer.MAX_VALUE));
            out.writeNumber(1);
            out.write(1, 1);
        });

        assertThatThrownBy(() -> EntropyDecoder.decode(wide, 1)).hasMessageContaining("the length of a word is 33");
        assertThatThrownBy(() -> EntropyDecoder.decode(high, 1)).hasMessageContaining("more than 32 bits");
        assertThatThrownBy(() -> EntropyDecoder.decode(high, 30)).hasMessageContaining("too few for 30");
    }

    @Test
    void saysWhere() {
        assertThatThrownBy(() -> EntropyDecoder.decode(new byte[0], 1))
                .isInstanceOfSatisfying(
                        CodingException.class, e -> assertThat(e.bit()).isOne())
                .hasMessage("bit 1: the data end too early");
    }

    @Test
    void damagedStreamsGiveSymbolsOrAReason() throws IOException {
        Random random = new Random(4);
        List<int[]> sequences = List.of(
                SymbolSequences.bell(300, 5, 1),
                SymbolSequences.sparse(3_000, 0.05, 2),
                SymbolSequences.uniform(500, 0, 300, 3),
                SymbolSequences.fibonacci(14));
        int refused = 0;
        for (int round = 0; round < 8_000; round++) {
            int[] symbols = sequences.get(round % sequences.size());
            byte[] bytes = EntropyCodeTest.encoded(symbols);
            for (int change = 0; change <= random.nextInt(3); change++) {
                bytes[random.nextInt(Math.min(bytes.length, 1 + random.nextInt(bytes.length)))] ^=
                        (byte) (1 << random.nextInt(8));
            }
            try {
                assertThat(EntropyDecoder.decode(bytes, symbols.length)).hasSize(symbols.length);
            } catch (CodingException e) {
                refused++;
                assertThat(e.reason()).isNotBlank();
            }
        }
        assertThat(refused).isGreaterThan(2_000);
    }

    private static void single(BitWriter out, int symbol) throws IOException {
        out.writeNumber(1);
        out.writeNumber(BitWriter.folded(symbol));
        out.writeNumber(BitWriter.folded(1 - HuffmanCode.FIRST_LENGTH));
    }

    /** A plain stream whose words have these lengths, and some payload. */
    private static byte[] table(int... lengths) throws IOException {
        return stream(out -> {
            out.write(0, 1);
            out.writeNumber(lengths.length);
            int before = HuffmanCode.FIRST_LENGTH;
            for (int length : lengths) {
                out.writeNumber(0);
                out.writeNumber(BitWriter.folded(length - before));
                before = length;
            }
            out.write(0, 16);
        });
    }

    /** Writes bits. */
    private interface Bits {
        void write(BitWriter out) throws IOException;
    }

    private static byte[] stream(Bits bits) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BitWriter writer = new BitWriter(out);
        bits.write(writer);
        writer.finish();
        return out.toByteArray();
    }
}
