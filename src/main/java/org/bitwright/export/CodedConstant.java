package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.bitwright.model.InvalidFileException;

/**
 * What the header of a {@link CodedFile} says of a float constant that was changed along with the weights, such as a
 * bias after bias correction.
 *
 * @param values number of float32 values
 */
public record CodedConstant(String name, int values) {

    long storedBytes() {
        return (long) Float.BYTES * values + CodedTensor.CHECKSUM_BYTES;
    }

    void put(ObjectNode into) {
        into.put("name", name);
        into.put("values", values);
    }

    static CodedConstant read(JsonField from, long room) throws InvalidFileException {
        return new CodedConstant(from.get("name").text(), (int)
                from.get("values").integer(0, Math.min(Integer.MAX_VALUE - 8, room / Float.BYTES)));
    }
}
