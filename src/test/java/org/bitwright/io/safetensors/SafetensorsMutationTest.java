package org.bitwright.io.safetensors;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.fuzz.TextMutation;
import org.bitwright.fuzz.Wrapped;

class SafetensorsMutationTest extends MutationTest {

    @Override
    protected List<FuzzTarget> targets(Path folder) {
        byte[] two = SafetensorsFiles.file(
                "{\"__metadata__\":{\"format\":\"pt\"},"
                        + SafetensorsFiles.entry("a.weight", "F32", "[2,3]", 0, 24) + ","
                        + SafetensorsFiles.entry("a.bias", "BF16", "[3]", 24, 30) + "}",
                30);
        byte[] empty = SafetensorsFiles.file("{" + SafetensorsFiles.entry("none", "I64", "[0,4]", 0, 0) + "}", 0);
        return List.of(new FuzzTarget(
                "safetensors",
                "damaged.safetensors",
                List.of(two, two, two, empty),
                Mutation.oneOf(ByteMutation.plain(), Wrapped.behindLength(new TextMutation(), ByteMutation.plain())),
                file -> TensorReading.all(SafetensorsReader.read(file).tensors())));
    }
}
