package org.bitwright.io.tflite;

import static org.bitwright.io.tflite.TfliteFiles.FLOAT16;
import static org.bitwright.io.tflite.TfliteFiles.FLOAT32;
import static org.bitwright.io.tflite.TfliteFiles.INT4;
import static org.bitwright.io.tflite.TfliteFiles.INT8;
import static org.bitwright.io.tflite.TfliteFiles.floats;

import java.nio.file.Path;
import java.util.List;
import org.bitwright.fuzz.ByteMutation;
import org.bitwright.fuzz.FuzzTarget;
import org.bitwright.fuzz.MutationTest;
import org.bitwright.io.tflite.TfliteFiles.Tensor;

class TfliteMutationTest extends MutationTest {
    @Override
    protected List<FuzzTarget> targets(Path folder) {
        byte[] quantized = new TfliteFiles()
                .tensor("x", INT8, new byte[0], 1, 2)
                .tensor(new Tensor("w", INT8, new byte[] {1, 2, 3, 4, 5, 6}, 3, 2)
                        .quantized(new float[] {1, 2, 3}, new long[3], 0))
                .tensor(new Tensor("q", INT4, new byte[3], 5).quantized(new float[] {1}, new long[] {1}, 0))
                .operator(9, new int[] {0, 1, 2}, 0)
                .bytes();
        byte[] plain = new TfliteFiles()
                .tensor("x", FLOAT32, new byte[0], 1, 2, 2, 1)
                .tensor("k", FLOAT32, floats(1, 2, 3, 4), 1, 2, 2, 1)
                .tensor("h", FLOAT16, new byte[8], 4)
                .tensor("f", FLOAT32, new byte[0], 4)
                .operator(6, new int[] {2}, 3)
                .operator(3, new int[] {0, 1, 3}, 0)
                .bytes();
        return List.of(new FuzzTarget(
                "TFLite",
                "model.tflite",
                List.of(quantized, plain),
                ByteMutation.plain(),
                file -> HostileTfliteFilesTest.readAll(TfliteReader.read(file))));
    }
}
