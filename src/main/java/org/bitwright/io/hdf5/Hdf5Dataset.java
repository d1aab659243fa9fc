package org.bitwright.io.hdf5;

import java.io.IOException;
import java.nio.ByteOrder;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;
import org.bitwright.model.TensorBytes;

/** A dataset: an array of elements of one type. */
public final class Hdf5Dataset extends Hdf5Object {
    private final Hdf5Type type;
    private final Shape shape;

    Hdf5Dataset(Hdf5Space space, String path, ObjectHeader header) throws IOException {
        super(space, path, header);
        this.type = Hdf5Type.read(required(HeaderMessage.DATATYPE).own());
        this.shape = Dataspace.read(required(HeaderMessage.DATASPACE).own());
    }

    public Hdf5Type type() {
        return type;
    }

    public Shape shape() {
        return shape;
    }

    /**
     * The elements, dense and row-major, numbers in little-endian order. Where they lie plainly in the file they are read
     * when someone looks; compressed ones are unpacked then.
     *
     * @param limit number of bytes that what does not lie plainly in the file may take in memory
     * @throws InvalidFileException if the file does not hold them, or in a way that is not read
     */
    public StoredNumbers numbers(long limit) throws IOException {
        if (header().first(HeaderMessage.EXTERNAL_FILES).isPresent()) {
            throw space().broken(place(), Phrase.of("its numbers lie in other files, which are never opened"));
        }
        long bytes;
        try {
            bytes = Math.multiplyExact(shape.elements(), (long) type.width());
        } catch (ArithmeticException e) {
            throw space().broken(place(), Phrase.of("its shape %s asks for more than any file has", shape));
        }
        StoredNumbers stored = new Layout(this, bytes, limit)
                .read(required(HeaderMessage.LAYOUT).own());
        boolean turned =
                type instanceof Hdf5Type.Number number && number.order() == ByteOrder.BIG_ENDIAN && number.width() > 1;
        return turned ? stored.with(stored.bytes().swapped(type.width())) : stored;
    }

    /**
     * Where the elements of a dataset are.
     *
     * @param from address of the first of their bytes where they lie plainly in the file; else −1
     * @param unpacked number of bytes that they take in memory; 0 where they lie plainly in the file
     */
    public record StoredNumbers(TensorBytes bytes, long from, long unpacked) {
        StoredNumbers with(TensorBytes other) {
            return new StoredNumbers(other, from, unpacked);
        }
    }

    private HeaderMessage required(int type) throws InvalidFileException {
        return header().first(type).orElseThrow(() -> space().broken(
                        place(), Phrase.of("its description is incomplete: it is neither a group nor an array")));
    }
}
