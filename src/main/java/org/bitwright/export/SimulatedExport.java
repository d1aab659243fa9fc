package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bitwright.task.CancelToken;

final class SimulatedExport implements Exporter {
    @Override
    public List<String> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        throw new UnsupportedOperationException("contract");
    }

    @Override
    public boolean isRunnable() {
        return true;
    }
}
