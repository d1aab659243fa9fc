package org.bitwright.project;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.Wrapped;
import org.bitwright.quant.QuantConfig;

/** Project files, most of them damaged behind checksums that fit, so that what they say is looked at. */
class ProjectMutationTest extends MutationTest {
    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        List<byte[]> files = List.of(saved(folder, "simple-model.onnx"), saved(folder, "model.pth"));
        ByteMutation words = ByteMutation.with("null", "[]", "{}", "-1", "1e999", "NaN", "\"\"", "9999999999");
        return List.of(
                new FuzzTarget(
                        "project", "damaged.bitwright", files, Wrapped.zip(name -> true, words), ProjectFile::read),
                new FuzzTarget("project archive", "damaged.bitwright", files, words, ProjectFile::read));
    }

    private static byte[] saved(Path folder, String model) throws IOException {
        Path file = folder.resolve(model + ".bitwright");
        try (Project project = Project.create(Path.of("sample-models", model).toAbsolutePath())) {
            project.variants().add("float", QuantConfig.empty());
            project.save(file);
        }
        return Files.readAllBytes(file);
    }
}
