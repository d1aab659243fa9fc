package org.bitwright.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bitwright.onnx.LargeModel;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;

/**
 * Opens a model of 1 GiB of external weights, which should cost its structure and not its weights, and one of 100 MB in
 * one file; both beside a plain read of all their bytes.
 */
public final class OpenModelBenchmark implements Benchmark {
    private static final int ROUNDS = 5;

    @Override
    public String name() {
        return "open-model";
    }

    @Override
    public void run() throws Exception {
        Path folder = Files.createTempDirectory("open-model");
        Path model = folder.resolve("large.onnx");
        Path single = folder.resolve("single.onnx");
        try {
            LargeModel.write(folder, 64, 2048);
            OnnxModels.opset(17)
                    .input("x", -1, 5000)
                    .weight("w", 5000, 5000)
                    .node("MatMul", "", "x w", "y")
                    .output("y", -1, 5000)
                    .write(single);
            measure(model, LargeModel.weights(folder), "1 GiB external");
            measure(single, single, "100 MB in one file");
        } finally {
            Files.deleteIfExists(LargeModel.weights(folder));
            Files.deleteIfExists(model);
            Files.deleteIfExists(single);
            Files.deleteIfExists(folder);
        }
    }

    private static void measure(Path model, Path weights, String what) throws Exception {
        long start = System.nanoTime();
        OnnxDocument.open(model);
        double first = (System.nanoTime() - start) * 1e-9;
        Timing[] timings = Timing.alternate(1, ROUNDS, () -> OnnxDocument.open(model), () -> readAll(weights));
        long before = usedHeap();
        OnnxDocument document = OnnxDocument.open(model);
        long held = usedHeap() - before;
        System.out.printf(
                "%s: first open %.3f s, then %.4f s; plain read %.3f s; ratio %.4f; heap held %.1f MB for %d layers%n",
                what,
                first,
                timings[0].median(),
                timings[1].median(),
                timings[0].median() / timings[1].median(),
                held / 1e6,
                document.model().layers().size());
    }

    private static long usedHeap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void readAll(Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
        try (FileChannel channel = FileChannel.open(file)) {
            while (channel.read(buffer.clear()) >= 0) {
                // only the reading counts
            }
        }
    }
}
