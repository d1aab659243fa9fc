package org.bitwright.io.torch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bitwright.model.FileFault;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;

/**
 * Reads what {@code torch.save} writes since PyTorch 1.6: a zip archive of a pickle and of one record a storage. State
 * dicts are read, and tables that hold them in any depth; nothing in the file is ever run.
 */
public final class TorchReader {
    private static final int START_BYTES = 64;
    /** How the form before PyTorch 1.6 begins: a pickle of its magic number. */
    private static final byte[] OLD_FORM = {(byte) 0x80, 2, (byte) 0x8A, 10, 0x6C, (byte) 0xFC, (byte) 0x9C, 0x46};

    private TorchReader() {}

    /** Whether a file that begins with these bytes may be a zip archive of PyTorch. */
    public static boolean recognizes(byte[] start) {
        return start.length >= 4 && start[0] == 'P' && start[1] == 'K' && (start[2] == 3 || start[2] == 5);
    }

    /**
     * Opens a file. Tensors are named by their places in nested tables, joined by dots; their numbers are read when
     * someone looks.
     *
     * @throws InvalidFileException if the file breaks a rule or names anything that would have to be run
     */
    public static StateDict read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new InvalidFileException(file, FileFault.FOLDER);
        }
        OpenedFile opened = OpenedFile.of(file);
        checkStart(opened);
        try (TorchArchive archive = TorchArchive.open(opened)) {
            Map<String, TensorView> views = NamedViews.of(file, StatePickle.read(file, archive.pickle()));
            List<Tensor> tensors = new ArrayList<>(views.size());
            for (Map.Entry<String, TensorView> view : views.entrySet()) {
                tensors.add(archive.tensor(view.getKey(), view.getValue()));
            }
            return StateDict.of(tensors);
        }
    }

    private static void checkStart(OpenedFile file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(START_BYTES, file.size()));
        file.read(0, buffer);
        byte[] start = buffer.array();
        if (!recognizes(start)) {
            throw new InvalidFileException(file.path(), unknown(start));
        }
    }

    private static Phrase unknown(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        if (start.length == 0) {
            return FileFault.EMPTY;
        }
        if (Arrays.mismatch(start, OLD_FORM) == OLD_FORM.length) {
            return Phrase.of(
                    "it was saved in the form of PyTorch before 1.6, which is not read; load it in Python with torch.load(FILE, map_location='cpu', weights_only=True) and save it again with torch.save");
        }
        if (text.startsWith("version https://git-lfs")) {
            return FileFault.LFS_POINTER;
        }
        if (start[0] == (byte) 0x80) {
            return Phrase.of(
                    "it is a plain pickle, which is not read: it would have to be run; save a state dict with torch.save");
        }
        return Phrase.of("it is no file of PyTorch's: it does not begin as a zip archive does");
    }
}
