package org.bitwright.io.safetensors;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.fuzz.TextMutation;

class ShardIndexMutationTest extends MutationTest {

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        for (String name : List.of("a", "b")) {
            byte[] shard = SafetensorsFiles.file("{" + SafetensorsFiles.entry(name, "F32", "[2]", 0, 8) + "}", 8);
            Files.write(folder.resolve(name + ".safetensors"), shard);
        }
        String index = "{\"metadata\":{\"total_size\":16},\n"
                + "\"weight_map\":{\"a\":\"a.safetensors\",\"b\":\"b.safetensors\"}}";
        return List.of(new FuzzTarget(
                "safetensors index",
                "damaged.index.json",
                List.of(index.getBytes(StandardCharsets.UTF_8)),
                Mutation.oneOf(
                        new TextMutation(), new TextMutation(), ByteMutation.with("../", "/", "\\", "C:", "\\\\srv\\")),
                file -> TensorReading.all(SafetensorsReader.read(file).tensors())));
    }
}
