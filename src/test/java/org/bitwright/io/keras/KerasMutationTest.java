package org.bitwright.io.keras;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.io.hdf5.Hdf5Files;

class KerasMutationTest extends MutationTest {
    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        byte[] legacy = Hdf5Files.write(KerasFiles.legacy());
        byte[] grouped = Hdf5Files.write(KerasFiles.grouped());
        String config = KerasFiles.model(KerasFiles.dense("a"), KerasFiles.dense("b"));
        ByteMutation words = ByteMutation.with("TREE", "SNOD", "HEAP", "GCOL", "OHDR");
        return List.of(
                new FuzzTarget(
                        "Keras HDF5",
                        "model.h5",
                        List.of(legacy, grouped),
                        words,
                        file -> HostileKerasFilesTest.readAll(KerasReader.readHdf5(file))),
                new FuzzTarget(
                        "HDF5, newer form",
                        "model.h5",
                        List.of(recent(folder)),
                        ByteMutation.plain(),
                        file -> HostileKerasFilesTest.readAll(KerasReader.readHdf5(file))),
                new FuzzTarget(
                        "Keras archive",
                        "model.keras",
                        List.of(KerasFiles.archive(KerasFiles.grouped(), config, false)),
                        Wrapped.zip(name -> !name.startsWith("meta"), words),
                        file -> HostileKerasFilesTest.readAll(KerasReader.readArchive(file))));
    }

    private static byte[] recent(Path folder) throws IOException {
        Path file = folder.resolve("recent.h5");
        try (WritableHdfFile written = HdfFile.write(file)) {
            WritableGroup group = written.putGroup("layers");
            for (int i = 0; i < 12; i++) {
                group.putDataset("w" + i, new float[][] {{1, 2}, {3, i}}).putAttribute("name", "w" + i);
            }
        }
        return Files.readAllBytes(file);
    }
}
