package org.bitwright.io.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.io.zip.InflationLimit;
import org.bitwright.io.zip.ZipArchive;
import org.bitwright.io.zip.ZipMember;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.jspecify.annotations.Nullable;

/**
 * The zip archive of a state dict: {@code NAME/data.pkl}, the storages {@code NAME/data/KEY}, and {@code NAME/byteorder}
 * in newer versions. Owns its open file; the tensors that it gave out go on without it.
 */
final class TorchArchive implements AutoCloseable {
    private static final String PICKLE = "/data.pkl";

    private final Path file;
    private final OpenedFile opened;
    private final ZipArchive zip;
    private final Map<String, ZipMember> members = new LinkedHashMap<>();
    private final Map<String, TensorBytes> storages = new HashMap<>();
    private final String folder;
    private final boolean bigEndian;
    /** Tensors that share storages add up to more than the file: together they stay within what may be unpacked. */
    private long budget;

    private TorchArchive(OpenedFile opened, ZipArchive zip) throws IOException {
        this.file = opened.path();
        this.opened = opened;
        this.zip = zip;
        this.budget = InflationLimit.of(file);
        zip.members().forEach(member -> members.put(member.name(), member));
        this.folder = folder();
        this.bigEndian = readsBigEndian();
    }

    static TorchArchive open(OpenedFile file) throws IOException {
        ZipArchive zip = ZipArchive.open(file.path());
        try {
            return new TorchArchive(file, zip);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    private String folder() throws InvalidFileException {
        List<String> folders = members.keySet().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .map(name -> name.substring(0, name.length() - PICKLE.length()))
                .toList();
        if (folders.size() != 1) {
            throw new InvalidFileException(
                    file,
                    folders.isEmpty()
                            ? Phrase.of("it is a zip archive without the 'data.pkl' that torch.save writes")
                            : Phrase.of("it holds several saved objects; save one"));
        }
        if (members.containsKey(folders.get(0) + "/constants.pkl")) {
            throw new InvalidFileException(
                    file,
                    Phrase.of(
                            "it is a TorchScript model, which is a program and is not read; save its state dict instead: torch.save(torch.jit.load(FILE).state_dict(), OTHER)"));
        }
        return folders.get(0);
    }

    private boolean readsBigEndian() throws IOException {
        ZipMember member = members.get(folder + "/byteorder");
        if (member == null) {
            return false;
        }
        String order = member.size() > 16 ? "" : new String(zip.read(member), StandardCharsets.US_ASCII).strip();
        if (!order.equals("little") && !order.equals("big")) {
            throw new InvalidFileException(
                    file, Phrase.verbatim("byteorder"), Phrase.of("it is neither 'little' nor 'big'"));
        }
        return order.equals("big");
    }

    byte[] pickle() throws IOException {
        ZipMember member = members.get(folder + PICKLE);
        if (member == null || member.size() > StatePickle.MAX_BYTES) {
            throw new InvalidFileException(
                    file,
                    Phrase.verbatim("data.pkl"),
                    Phrase.of("it has more than the %s bytes that are read", StatePickle.MAX_BYTES));
        }
        return zip.read(member);
    }

    /** @throws InvalidFileException if the view does not lie within its storage */
    Tensor tensor(String name, TensorView view) throws IOException {
        Phrase place = Phrase.of("tensor '%s'", name);
        StorageType type = view.storage().type();
        TensorBytes storage = storage(view.storage(), place);
        Shape shape = ViewExtent.checked(view, file, place);
        long bytes;
        try {
            bytes = type.type().bytesFor(shape.elements());
        } catch (ArithmeticException e) {
            throw new InvalidFileException(
                    file, place, Phrase.of("its shape %s asks for more than any file has", shape), e);
        }
        if (bytes > budget) {
            throw new InvalidFileException(
                    file, place, Phrase.of("with its shape %s the tensors are larger than this file can be", shape));
        }
        budget -= bytes;
        return new Tensor(
                name,
                type.type(),
                shape,
                bytes == 0 ? TensorBytes.of(new byte[0]) : content(view, shape, storage, place));
    }

    private TensorBytes content(TensorView view, Shape shape, TensorBytes storage, Phrase place)
            throws InvalidFileException {
        StorageType type = view.storage().type();
        boolean turned = bigEndian && type.swapWidth() > 1;
        if (!turned && ViewExtent.isDense(view, shape)) {
            return storage.slice(view.offset() * type.width(), shape.elements() * type.width());
        }
        if (storage.size() > GatheredBytes.LARGEST) {
            throw new InvalidFileException(
                    file,
                    place,
                    Phrase.of("it is a view with strides of a storage of more than 2 GB; save a contiguous copy"));
        }
        return new GatheredBytes(storage, view, shape, turned);
    }

    private TensorBytes storage(StorageReference reference, Phrase place) throws IOException {
        String record = folder + "/data/" + reference.key();
        ZipMember member = members.get(record);
        if (member == null) {
            throw new InvalidFileException(
                    file, place, Phrase.of("its numbers are missing: there is no entry '%s'", record));
        }
        long width = reference.type().width();
        if (reference.elements() < 0 || member.size() % width != 0 || member.size() / width != reference.elements()) {
            throw new InvalidFileException(
                    file,
                    place,
                    Phrase.of(
                            "its storage should hold %s elements of %s bytes, but entry '%s' has %s bytes",
                            reference.elements(), width, record, member.size()));
        }
        @Nullable TensorBytes known = storages.get(record);
        if (known == null) {
            known = zip.content(opened, member);
            storages.put(record, known);
        }
        return known;
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
