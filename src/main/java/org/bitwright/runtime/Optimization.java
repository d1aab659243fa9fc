package org.bitwright.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OptimizedGraph;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;

/** Lets ONNX Runtime load a network with its default options and tells what it made of it. */
public final class Optimization {
    private Optimization() {}

    /**
     * The optimized graph of a document; written to a temporary folder and removed again.
     *
     * @throws InferenceException if ONNX Runtime does not load it
     * @throws java.util.concurrent.CancellationException if the token is cancelled
     */
    public static OptimizedGraph of(OnnxDocument document, CancelToken cancel) throws IOException, InferenceException {
        Path folder = Files.createTempDirectory(Engines.current().folder(), "optimized-");
        try {
            Path file = folder.resolve("optimized.onnx");
            Sessions.optimized(document, file, cancel).close();
            return OptimizedGraph.read(file, document);
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> found = Files.walk(folder)) {
            List<Path> deepestFirst = found.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
