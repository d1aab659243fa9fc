package org.bitwright.runtime.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.onnx.SessionSource;
import org.bitwright.runtime.session.Counting;
import org.bitwright.runtime.session.GatheredEdge;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Outcome;
import org.bitwright.runtime.session.Request;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.runtime.session.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What a child process says is checked before it is believed. */
class ProtocolTest {
    private static final int CASES = 1000;

    /** Where the shape begins in an answer. */
    private static final int EXTENTS = 16;

    @TempDir
    Path folder;

    @Test
    void messagesComeBackAsTheyWerePut() throws IOException {
        Outgoing out = new Outgoing()
                .begin(Word.RUN)
                .put(7)
                .put(1L << 40)
                .put("ö€")
                .put(List.of("a", ""))
                .put(ElementType.INT8, Shape.of(2, 3))
                .put(new Place(4, 128));
        Incoming in = new Incoming();
        assertThat(in.receive(channel(bytes(out.finished())))).isEqualTo(Word.RUN);
        assertThat(in.getInt()).isEqualTo(7);
        assertThat(in.getLong()).isEqualTo(1L << 40);
        assertThat(in.getText()).isEqualTo("ö€");
        assertThat(in.getTexts()).containsExactly("a", "");
        assertThat(in.getType()).isEqualTo(ElementType.INT8);
        assertThat(in.getShape()).isEqualTo(Shape.of(2, 3));
        assertThat(in.getPlace()).isEqualTo(new Place(4, 128));
        assertThatThrownBy(in::getByte).isInstanceOf(ProtocolException.class);
    }

    @Test
    void lengthsAndNumbersAreNotBelieved() {
        for (byte[] bad : List.of(
                new byte[] {0x7f, 0, 0, 0, 0},
                new byte[] {(byte) 0xff, 0, 0, 0, 0},
                new byte[] {0, 0, 0, 0},
                new byte[] {0, 0, 0, 1, 99},
                new byte[] {0, 0, 0, 1, -1})) {
            assertThatThrownBy(() -> new Incoming().receive(channel(bad))).isInstanceOf(ProtocolException.class);
        }
        assertThatThrownBy(() -> new Incoming().receive(channel(new byte[] {0, 0, 0, 9, 1})))
                .isInstanceOf(EOFException.class);
    }

    /** Right answers with some bytes changed, and noise: nothing but the protocol's own refusals. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void garbageFromAChildIsRefused() throws Exception {
        byte[] right =
                bytes(new Outgoing().begin(Word.DONE).put(12_345L).put((byte) 1).finished());
        byte[] holding = bytes(new Outgoing()
                .begin(Word.HOLDS)
                .put(12_345L)
                .put((byte) 0)
                .put(ElementType.FLOAT32, Shape.of(1, 2))
                .finished());
        Random random = new Random(7);
        SharedMemory memory = new SharedMemory(List.of(folder), number -> {});
        int taken = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] answer = (i % 2 == 0 ? right : holding).clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                int at = 4 + random.nextInt(answer.length - 4);
                // Shapes that are large but possible are believed, and cost time.
                boolean large = at >= EXTENTS && (at % 8 == 4 || at % 8 == 5);
                answer[at] = (byte) (large ? 0 : random.nextInt(256));
            }
            taken += refusedOrTaken(answer, memory) ? 1 : 0;
        }
        // those that were left as they were, or changed where anything will do
        assertThat(taken).isBetween(CASES / 20, CASES - CASES / 20);
    }

    /** What was copied for the process lies where it looks until it has answered. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void copiesOfConstantsStayUntilTheSessionIsMade() throws Exception {
        CountDownLatch gone = new CountDownLatch(1);
        SharedMemory memory = new SharedMemory(List.of(folder), number -> gone.countDown());
        int bytes = 2 << 20;
        Values constant = new Values(
                ElementType.UINT8,
                Shape.of(bytes),
                ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder()));
        Ingredients made = new Ingredients(
                "model.onnx",
                new SessionSource(new byte[10], Optional.empty()),
                SessionOptions.usual(1),
                Map.of("c", constant));
        OpenExchange exchange = new OpenExchange(memory, made, 1);
        try (Ends ends = new Ends(folder.resolve("door"))) {
            Line line = new Line(ends.here, memory);
            exchange.send(line, new Call(1, "x", false, Thread.currentThread()));

            for (int i = 0; i < 5; i++) {
                System.gc();
                assertThat(gone.await(50, TimeUnit.MILLISECONDS)).isFalse();
            }

            ByteBuffer answer = new Outgoing().begin(Word.OPENED).put(0).put(0).finished();
            ends.there.write(answer);
            assertThat(exchange.answer(line).inputs()).isEmpty();
        }
    }

    @Test
    void phrasesComeBackAsTheyWerePut() throws IOException {
        Phrase phrase = Phrase.of("100 %% of '%s': %s", "a%b", Phrase.of("no %s", "room"));
        assertThat(received(phrase)).hasToString("100 % of 'a%b': no room");
    }

    /** Wider than memory, a detail over and over, one that is missing, one that is too many, and none. */
    @Test
    void phrasesThatGrowAreRefused() {
        for (Phrase bad : List.of(
                new Phrase("%2000000000s", List.of("a")),
                new Phrase("%1$s%1$s", List.of("a")),
                new Phrase("%s%<s", List.of("a")),
                new Phrase("%s %s", List.of("a")),
                new Phrase("a", List.of("a")),
                new Phrase("%", List.of()),
                Phrase.NONE)) {
            assertThatThrownBy(() -> received(bad)).isInstanceOf(ProtocolException.class);
        }
    }

    private static Phrase received(Phrase phrase) throws IOException {
        Incoming in = new Incoming();
        in.receive(channel(bytes(new Outgoing().begin(Word.FAILED).put(phrase).finished())));
        return in.getPhrase();
    }

    /** Of one sample, two are said to be counted; counts are said to take fewer bytes than none, and too many. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void impossibleCountsAreRefused() throws Exception {
        for (ByteBuffer answer : List.of(
                new Outgoing().begin(Word.COUNTING).put(2).finished(),
                new Outgoing().begin(Word.COUNTING).put(-1).finished(),
                new Outgoing().begin(Word.COUNTED).put(-8).finished(),
                new Outgoing().begin(Word.COUNTED).put(Integer.MAX_VALUE).finished())) {
            assertThatThrownBy(() -> counted(answer)).isInstanceOf(ProtocolException.class);
        }
    }

    private void counted(ByteBuffer answer) throws Exception {
        SharedMemory memory = new SharedMemory(List.of(folder), number -> {});
        List<GatheredEdge> edges = List.of(GatheredEdge.alone("y", OptionalInt.empty()));
        Counting counting = new Counting(edges, List.of(new Counting.Run(Map.of(), 0, 1, 1, true)));
        CountExchange exchange =
                new CountExchange(new CountedRooms(memory), 1, counting, GatheredEdge.tallies(edges), samples -> {});
        try (Ends ends = new Ends(folder.resolve("door"))) {
            Line line = new Line(ends.here, memory);
            exchange.send(line, new Call(1, "x", false, Thread.currentThread()));
            ends.there.write(answer);
            ends.there.shutdownOutput();
            exchange.answer(line);
        }
    }

    private boolean refusedOrTaken(byte[] answer, SharedMemory memory) throws Exception {
        Values y = new Values(
                ElementType.FLOAT32,
                Shape.of(1, 2),
                ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder()));
        Request request = new Request(Map.of(), List.of("y"), Map.of("y", y));
        RunExchange exchange = new RunExchange(memory, 1, List.of(request));
        try (Ends ends = new Ends(folder.resolve("door"))) {
            exchange.send(new Line(ends.here, memory), new Call(1, "x", false, Thread.currentThread()));
            ByteBuffer all = ByteBuffer.allocate(answer.length + 5).put(answer);
            all.put(bytes(new Outgoing().begin(Word.PLACED).finished())).flip();
            while (all.hasRemaining()) {
                ends.there.write(all);
            }
            ends.there.shutdownOutput();
            List<Outcome> outcomes = exchange.answer(new Line(ends.here, memory));
            return outcomes.get(0).outputs().containsKey("y");
        } catch (IOException | InferenceException | CancellationException | IllegalArgumentException e) {
            return false;
        } catch (OutOfMemoryError e) {
            assertThat(e).hasMessageContaining("no shared memory");
            return false;
        }
    }

    /** Two ends of a connection. */
    private static final class Ends implements AutoCloseable {
        private final ServerSocketChannel server;
        private final SocketChannel here;
        private final SocketChannel there;
        private final Path door;

        Ends(Path door) throws IOException {
            this.door = door;
            server = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(door));
            here = SocketChannel.open(UnixDomainSocketAddress.of(door));
            there = server.accept();
        }

        @Override
        public void close() throws IOException {
            here.close();
            there.close();
            server.close();
            java.nio.file.Files.delete(door);
        }
    }

    private static java.nio.channels.ReadableByteChannel channel(byte[] bytes) {
        return Channels.newChannel(new ByteArrayInputStream(bytes));
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
