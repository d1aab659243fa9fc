package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.task.CancelToken;

/** Writes one kind of file. */
interface Exporter {

    /**
     * Writes a file atomically.
     *
     * @return what the file says less exactly than the configuration, one sentence each
     */
    List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException;

    /** Whether ONNX Runtime can run what is written. */
    boolean isRunnable();
}
