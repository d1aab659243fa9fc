package org.bitwright.training;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;

/** Checkpoints of runs, nearly all of them with a checksum that fits, so that what they hold is looked at. */
class CheckpointMutationTest extends MutationTest {
    private static final int DIGEST = 32;

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        GradientStatistics gradient =
                new GradientStatistics("w", "conv1", 3, 0.5, 0.1, 0.25, 1e-3, 20, 0.5, new long[] {1, 0, 2}, 44);
        EpochRecord epoch = new EpochRecord(
                1, 0.02, 1.5, 20, 32, Optional.of(new Validation.Score(0.3, 9, 10)), 2.5, 0.25, List.of(gradient));
        Map<String, float[]> state = Map.of("parameter/w", new float[] {1, 2}, "best/parameter/w", new float[0]);
        byte[] full = bytes(new Checkpoint(CheckpointFileTest.FULL, List.of(epoch), state));
        byte[] usual = bytes(new Checkpoint(TrainingPlan.usual(), List.of(), state));
        Mutation bytes = ByteMutation.plain();
        return List.of(new FuzzTarget(
                "training checkpoint",
                "damaged.checkpoint",
                List.of(full, usual),
                Mutation.oneOf(bytes, digested(bytes), digested(bytes), digested(bytes)),
                CheckpointFile::read));
    }

    private static byte[] bytes(Checkpoint checkpoint) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new CheckpointFile("note", checkpoint).writeTo(out);
        return out.toByteArray();
    }

    private static Mutation digested(Mutation inner) {
        return (file, other, random) -> {
            byte[] content = inner.of(content(file), content(other), random);
            byte[] whole = Arrays.copyOf(content, content.length + DIGEST);
            try {
                MessageDigest sha = MessageDigest.getInstance("SHA-256");
                System.arraycopy(sha.digest(content), 0, whole, content.length, DIGEST);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException(e);
            }
            return whole;
        };
    }

    private static byte[] content(byte[] file) {
        return Arrays.copyOf(file, file.length - DIGEST);
    }
}
