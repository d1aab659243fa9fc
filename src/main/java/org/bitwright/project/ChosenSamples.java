package org.bitwright.project;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.bitwright.model.Dataset;
import org.bitwright.model.Phrase;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;

/** Some samples of a data set, such as one half of it. What it is made of can be told from its digest. */
final class ChosenSamples implements Dataset {
    private final Dataset whole;
    private final int[] positions;

    /** @param positions of the samples in the whole, in any order */
    ChosenSamples(Dataset whole, int[] positions) {
        this.whole = whole;
        this.positions = positions.clone();
        for (int position : positions) {
            Objects.checkIndex(position, whole.size());
        }
    }

    @Override
    public String name() {
        return whole.name();
    }

    @Override
    public int size() {
        return positions.length;
    }

    @Override
    public Shape sampleShape() {
        return whole.sampleShape();
    }

    @Override
    public List<SampleInput> inputs() {
        return whole.inputs();
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        int length = Math.toIntExact(sampleShape().elements());
        forRuns(first, count, (position, samples, done) -> whole.read(position, samples, into, at + done * length));
    }

    @Override
    public void readFloats(int input, int first, int count, float[] into, int at) {
        int length = length(input);
        forRuns(
                first,
                count,
                (position, samples, done) -> whole.readFloats(input, position, samples, into, at + done * length));
    }

    @Override
    public void readLongs(int input, int first, int count, long[] into, int at) {
        int length = length(input);
        forRuns(
                first,
                count,
                (position, samples, done) -> whole.readLongs(input, position, samples, into, at + done * length));
    }

    private int length(int input) {
        return Math.toIntExact(inputs().get(input).shape().elements());
    }

    /** Reads samples that lie side by side in the whole. */
    private interface Run {
        void read(int position, int samples, int done);
    }

    private void forRuns(int first, int count, Run run) {
        Objects.checkFromIndexSize(first, count, positions.length);
        int done = 0;
        while (done < count) {
            int start = first + done;
            int length = 1;
            while (done + length < count && positions[start + length] == positions[start] + length) {
                length++;
            }
            run.read(positions[start], length, done);
            done += length;
        }
    }

    @Override
    public Optional<int[]> labels() {
        return whole.labels()
                .map(all ->
                        Arrays.stream(positions).map(position -> all[position]).toArray());
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public String sampleName(int sample) {
        return whole.sampleName(positions[sample]);
    }

    @Override
    public List<Phrase> notes() {
        return whole.notes();
    }

    @Override
    public boolean readsSlowly() {
        return whole.readsSlowly();
    }

    @Override
    public String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(whole.digest().getBytes(StandardCharsets.UTF_8));
            ByteBuffer buffer = ByteBuffer.allocate(positions.length * Integer.BYTES);
            buffer.asIntBuffer().put(positions);
            return HexFormat.of().formatHex(digest.digest(buffer.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
