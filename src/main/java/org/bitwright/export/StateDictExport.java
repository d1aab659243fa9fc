package org.bitwright.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bitwright.io.safetensors.SafetensorsWriter;
import org.bitwright.io.torch.TorchWriter;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.task.CancelToken;

/** The network's parameters for PyTorch, see {@link PyTorchState}. */
final class StateDictExport implements Exporter {
    private final Form form;

    /** How tables of tensors are written. */
    @FunctionalInterface
    private interface Form {
        void write(StateDict state, OutputStream out, CancelToken cancel) throws IOException;
    }

    private StateDictExport(Form form) {
        this.form = form;
    }

    /** For {@code torch.load}. */
    static StateDictExport pth() {
        return new StateDictExport(TorchWriter::write);
    }

    /** For {@code safetensors.torch.load_file}; the header says that layouts are PyTorch's. */
    static StateDictExport safetensors() {
        return new StateDictExport(
                (state, out, cancel) -> SafetensorsWriter.write(state, Map.of("format", "pt"), out, cancel));
    }

    @Override
    public List<Phrase> write(ExportSource source, Path file, CancelToken cancel) throws IOException {
        PyTorchState state = PyTorchState.of(source, cancel);
        write(state.tensors(), file, cancel);
        return state.notes();
    }

    /** Writes tensors under the names that they have. */
    void write(StateDict tensors, Path file, CancelToken cancel) throws IOException {
        AtomicFile.write(file, out -> form.write(tensors, out, cancel));
    }

    @Override
    public boolean isRunnable() {
        return false;
    }
}
