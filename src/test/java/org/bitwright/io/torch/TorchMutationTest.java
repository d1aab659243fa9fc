package org.bitwright.io.torch;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.Mutation;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.fuzz.TensorReading;
import org.bitwright.fuzz.Wrapped;

class TorchMutationTest extends MutationTest {
    private static final Mutation PICKLE = ByteMutation.with(
            "cos\nsystem\n",
            "ccollections\nOrderedDict\n",
            "ctorch._utils\n_rebuild_tensor_v2\n",
            "ctorch\nHalfStorage\n",
            "R",
            "b",
            "Q",
            "(",
            "t",
            "u",
            "s",
            "a",
            "e",
            "}",
            "]",
            ")",
            "h\0",
            "q\0",
            "\u0094",
            "\u0093",
            "X\u00ff\u00ff\u00ff\u007f",
            "\u008a\u00ff",
            "\u0095\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f");

    @Override
    protected List<FuzzTarget> targets(Path folder) throws IOException {
        Map<String, byte[]> storages = Map.of("0", TorchFiles.floats(ByteOrder.LITTLE_ENDIAN, 1, 2, 3, 4, 5, 6));
        byte[] matrix = TorchFiles.archive(
                TorchFiles.oneTensor(6, 0, new long[] {2, 3}, new long[] {3, 1}).stop(), storages);
        byte[] turned = TorchFiles.archive(
                TorchFiles.oneTensor(6, 1, new long[] {2, 2}, new long[] {1, 2}).stop(), storages);
        byte[] sample = Files.readAllBytes(Path.of("sample-models", "model.pth"));
        return List.of(new FuzzTarget(
                "PyTorch",
                "damaged.pth",
                List.of(matrix, turned, matrix, turned, matrix, turned, sample),
                Mutation.oneOf(ByteMutation.plain(), Wrapped.zip(name -> name.endsWith("data.pkl"), PICKLE)),
                file -> TensorReading.all(TorchReader.read(file).tensors())));
    }
}
