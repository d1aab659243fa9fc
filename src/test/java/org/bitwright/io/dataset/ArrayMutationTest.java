package org.bitwright.io.dataset;

import static org.bitwright.io.numpy.NpyFiles.header;
import static org.bitwright.io.numpy.NpyFiles.npy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.TextMutation;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.io.numpy.NpyFiles;
import org.bitwright.model.Dataset;
import org.bitwright.model.SampleInput;

/** NPY, NPZ and IDX files as data sets, with labels or without, and as files of labels. */
class ArrayMutationTest extends MutationTest {
    private static final byte[] FLOATS = npy(header("<f4", false, "(3, 2)"), new byte[24]);
    private static final byte[] COLUMNS = npy(header(">i2", true, "(3, 2, 2)"), new byte[24]);
    private static final byte[] LABELS = npy(header("<i8", false, "(3,)"), NpyFiles.longs(0, 1, 2));
    private static final byte[] IDX = {
        0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12
    };
    private static final byte[] IDX_FLOATS = {0, 0, 13, 2, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 0, 63, (byte) 128, 0, 0};
    private static final byte[] IDX_LABELS = {0, 0, 8, 1, 0, 0, 0, 3, 4, 5, 6};
    private static final byte[] COMMAS = "a,b,label\n1,2.5,0\n-3e2,4,1\n0.5,6,2\n".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TABS = "p\tq\tclass\n1\t2\t\"x\"\n3\t4\t\"y\"\"z\"\n".getBytes(StandardCharsets.UTF_8);
    private static final Mutation BYTES = ByteMutation.plain();

    /** Reads all samples and labels. */
    private static void read(Path file, Optional<Path> labels) throws IOException {
        Dataset data = DatasetReader.read(file, labels);
        for (int input = 0; input < data.inputs().size(); input++) {
            SampleInput one = data.inputs().get(input);
            int values = (int) one.shape().elements();
            float[] into = new float[Math.max(1, values)];
            for (int sample = 0; sample < Math.min(data.size(), 64); sample++) {
                data.readFloats(input, sample, 1, into, 0);
            }
            data.readFloats(input, data.size() - 1, 1, into, 0);
        }
        data.labels();
    }

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        byte[] archive = NpyFiles.npz(Map.of("x", FLOATS, "y", LABELS));
        byte[] table = "class\n1\n2\n0\n".getBytes(StandardCharsets.UTF_8);
        Path samples = Files.write(folder.resolve("x.npy"), FLOATS);
        Mutation text = Mutation.oneOf(BYTES, new TextMutation());
        return List.of(
                target("NPY", "damaged.npy", text, FLOATS, COLUMNS),
                target("NPZ", "damaged.npz", Mutation.oneOf(BYTES, Wrapped.zip(name -> true, text)), archive),
                target("IDX", "damaged-idx3-ubyte", BYTES, IDX, IDX_FLOATS),
                target(
                        "IDX in gzip",
                        "damaged-idx3-ubyte.gz",
                        Mutation.oneOf(BYTES, Wrapped.gzip(BYTES)),
                        Wrapped.gzipped(IDX),
                        Wrapped.gzipped(IDX_FLOATS)),
                target("CSV", "damaged.csv", text, COMMAS, TABS, Wrapped.gzipped(COMMAS)),
                new FuzzTarget(
                        "labels",
                        "damaged",
                        List.of(LABELS, IDX_LABELS, table, Wrapped.gzipped(IDX_LABELS)),
                        text,
                        file -> read(samples, Optional.of(file))));
    }

    private static FuzzTarget target(String reader, String file, Mutation mutation, byte[]... seeds) {
        return new FuzzTarget(reader, file, List.of(seeds), mutation, path -> read(path, Optional.empty()));
    }
}
