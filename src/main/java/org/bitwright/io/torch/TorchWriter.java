package org.bitwright.io.torch;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.bitwright.model.ToldException;
import org.bitwright.task.CancelToken;

/** Writes state dicts that {@code torch.load} reads, also with {@code weights_only=True}. */
public final class TorchWriter {
    private static final String FOLDER = "archive/";

    private TorchWriter() {}

    /**
     * Writes a file of format version 3; one storage a tensor, on the CPU.
     *
     * @throws IOException if a tensor's type has no storage in PyTorch, the file would be larger than 4 GB, or bytes
     *     cannot be read or written
     */
    public static void write(StateDict state, OutputStream out, CancelToken cancel) throws IOException {
        List<Tensor> tensors = state.tensors();
        for (Tensor tensor : tensors) {
            if (StorageType.of(tensor.type()).isEmpty()) {
                throw new ToldException(Phrase.of(
                        "'%s' is %s, for which state dicts have no storage; write safetensors",
                        tensor.name(), tensor.type()));
            }
        }
        AlignedZip zip = new AlignedZip(out, cancel);
        zip.add(FOLDER + "data.pkl", PickleWriter.stateDict(tensors));
        zip.add(FOLDER + "byteorder", "little".getBytes(StandardCharsets.US_ASCII));
        for (int i = 0; i < tensors.size(); i++) {
            zip.add(FOLDER + "data/" + i, tensors.get(i).bytes());
        }
        zip.add(FOLDER + "version", "3\n".getBytes(StandardCharsets.US_ASCII));
        zip.finish();
    }
}
