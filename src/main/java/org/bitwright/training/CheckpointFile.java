package org.bitwright.training;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.ToldException;

/**
 * A checkpoint in a file: eight bytes that say what it is, the note, plan and epochs, the arrays (their number, then name,
 * length and values of each, all big-endian), and the SHA-256 of everything before.
 *
 * @param note what whoever keeps the run wants to find again; not looked at here
 */
public record CheckpointFile(String note, Checkpoint checkpoint) {
    private static final byte[] MARK = "BWTRAIN1".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST_BYTES = 32;

    /** Of its arrays: with what lies around them it is still read in one piece. */
    private static final long MOST_ARRAY_BYTES = Integer.MAX_VALUE - (1L << 26);

    /**
     * Writes the content of the file. The stream stays open.
     *
     * @throws IOException if it would be larger than what is read again, or cannot be written
     */
    public void writeTo(OutputStream into) throws IOException {
        long bytes = checkpoint.state().values().stream()
                .mapToLong(array -> (long) array.length * Float.BYTES)
                .sum();
        if (bytes > MOST_ARRAY_BYTES) {
            throw new ToldException(
                    Phrase.of("a checkpoint of this network takes %s bytes, more than the 2 GB that are read", bytes));
        }
        DigestOutputStream digested = new DigestOutputStream(into, sha256());
        DataOutputStream out = new DataOutputStream(digested);
        out.write(MARK);
        RecordCodec.writeText(out, note);
        RecordCodec.writePlan(out, checkpoint.plan());
        RecordCodec.writeEpochs(out, checkpoint.epochs());
        out.writeInt(checkpoint.state().size());
        for (Map.Entry<String, float[]> array : checkpoint.state().entrySet()) {
            RecordCodec.writeText(out, array.getKey());
            writeFloats(out, array.getValue());
        }
        out.flush();
        into.write(digested.getMessageDigest().digest());
    }

    private static void writeFloats(DataOutputStream out, float[] values) throws IOException {
        out.writeInt(values.length);
        ByteBuffer buffer = ByteBuffer.allocate(values.length * Float.BYTES);
        buffer.asFloatBuffer().put(values);
        out.write(buffer.array());
    }

    /**
     * Reads a file.
     *
     * @throws NoSuchFileException if there is none
     * @throws InvalidFileException if it is none of these files, or was cut off or changed
     */
    public static CheckpointFile read(Path file) throws IOException {
        if (Files.size(file) > Integer.MAX_VALUE - Long.BYTES) {
            throw new InvalidFileException(file, Phrase.of("it is larger than any checkpoint of a training run"));
        }
        byte[] whole = Files.readAllBytes(file);
        int length = whole.length - DIGEST_BYTES;
        if (length < MARK.length || !Arrays.equals(MARK, Arrays.copyOf(whole, MARK.length))) {
            throw new InvalidFileException(file, Phrase.of("this is no checkpoint of a training run"));
        }
        if (!MessageDigest.isEqual(digest(whole, length), Arrays.copyOfRange(whole, length, whole.length))) {
            throw new InvalidFileException(
                    file,
                    Phrase.of(
                            "the checkpoint was cut off or changed: its checksum does not fit; the run cannot go on from it"));
        }
        try (DataInputStream in =
                new DataInputStream(new ByteArrayInputStream(whole, MARK.length, length - MARK.length))) {
            return read(in);
        } catch (EOFException e) {
            throw new InvalidFileException(
                    file, Phrase.of("the checkpoint holds what no run has: %s", Phrase.of("it ends in the middle")), e);
        } catch (IOException | IllegalArgumentException | NegativeArraySizeException e) {
            throw new InvalidFileException(
                    file, Phrase.of("the checkpoint holds what no run has: %s", Phrase.toldBy(e)), e);
        }
    }

    private static CheckpointFile read(DataInputStream in) throws IOException {
        String note = RecordCodec.readText(in);
        TrainingPlan plan = RecordCodec.readPlan(in);
        List<EpochRecord> epochs = RecordCodec.readEpochs(in);
        Map<String, float[]> state = new TreeMap<>();
        for (int arrays = in.readInt(); arrays > 0; arrays--) {
            state.put(RecordCodec.readText(in), readFloats(in));
        }
        return new CheckpointFile(note, new Checkpoint(plan, epochs, state));
    }

    private static float[] readFloats(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || (long) count * Float.BYTES > in.available()) {
            throw new ToldException(Phrase.of("%s values in %s bytes", count, in.available()));
        }
        float[] values = new float[count];
        ByteBuffer.wrap(in.readNBytes(count * Float.BYTES)).asFloatBuffer().get(values);
        return values;
    }

    private static byte[] digest(byte[] bytes, int length) {
        MessageDigest digest = sha256();
        digest.update(bytes, 0, length);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
