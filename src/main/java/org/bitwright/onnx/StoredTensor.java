package org.bitwright.onnx;

import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Shape;
import org.bitwright.model.Tensor;
import org.bitwright.model.TensorBytes;
import org.jspecify.annotations.Nullable;

/**
 * A constant as an ONNX file stores it, checked before anything is allocated: dims, type, exactly one data field, and
 * as many bytes as dims and type ask for.
 *
 * @param bytes where the little-endian bytes lie; empty for strings, whose width varies
 */
record StoredTensor(ElementType type, Shape shape, TensorBytes bytes) {

    Tensor named(String name) {
        return new Tensor(name, type, shape, bytes);
    }

    /**
     * @param place the tensor in a user's words, for messages
     * @throws InvalidFileException if the tensor breaks a rule
     */
    static StoredTensor of(TensorProto proto, Path model, TensorSources sources, String place) throws IOException {
        return new Reading(proto, model, sources, place).read();
    }

    private record Reading(TensorProto proto, Path model, TensorSources sources, String place) {

        StoredTensor read() throws IOException {
            ElementType type = ElementTypes.of(proto.getDataType())
                    .orElseThrow(() -> refuse(
                            proto.getDataType() == 0
                                    ? "its element type is not set"
                                    : "its element type has the unknown number " + proto.getDataType()));
            Shape shape = shape();
            if (proto.hasSegment()) {
                throw refuse("it is stored in segments, which are not supported");
            }
            long size = size(type, shape);
            if (proto.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                return new StoredTensor(type, shape, external(type, size));
            }
            return new StoredTensor(type, shape, inMessage(type, shape, size));
        }

        private Shape shape() throws InvalidFileException {
            long[] dims = new long[proto.getDimsCount()];
            for (int i = 0; i < dims.length; i++) {
                dims[i] = proto.getDims(i);
            }
            try {
                return Shape.of(dims);
            } catch (IllegalArgumentException e) {
                throw refuse("its shape is impossible: " + e.getMessage());
            }
        }

        private long size(ElementType type, Shape shape) throws InvalidFileException {
            try {
                return type.bytesFor(shape.elements());
            } catch (ArithmeticException e) {
                throw refuse("its shape " + shape + " asks for more bytes than any file has");
            }
        }

        private TensorBytes external(ElementType type, long size) throws IOException {
            if (type == ElementType.STRING) {
                throw refuse("strings cannot lie in an external file");
            }
            if (fields() > 0) {
                throw refuse("it has data in the model file and in an external file; only one may be");
            }
            Map<String, String> entries = new HashMap<>();
            for (StringStringEntryProto entry : proto.getExternalDataList()) {
                if (entries.put(entry.getKey(), entry.getValue()) != null) {
                    throw refuse("its external data say " + Quoted.name(entry.getKey()) + " twice");
                }
            }
            TensorBytes given = given(entries);
            if (given != null) {
                return given;
            }
            String location = entries.remove("location");
            long offset = number(entries.remove("offset"), 0, "offset");
            long length = number(entries.remove("length"), size, "length");
            entries.remove("checksum");
            if (!entries.isEmpty()) {
                throw refuse("its external data have the unknown entry "
                        + Quoted.name(entries.keySet().iterator().next())
                        + "; known are location, offset, length and checksum");
            }
            if (length != size) {
                throw refuse("its shape and type need " + size + " bytes, but its external data have " + length);
            }
            OpenedFile file = sources.folder().file(location == null ? "" : location, place);
            if (offset > file.size() - length) {
                throw refuse("its external data end at byte " + offset + " + " + length + ", but the file "
                        + Quoted.name(String.valueOf(file.path().getFileName())) + " has only "
                        + file.size() + " bytes; it may be cut short: download or export it again");
            }
            return file.slice(offset, size);
        }

        private @Nullable TensorBytes given(Map<String, String> entries) {
            String name = entries.get(GivenTensors.KEY);
            return name == null || entries.size() > 1
                    ? null
                    : sources.given().find(name).orElse(null);
        }

        private long number(@Nullable String text, long otherwise, String what) throws InvalidFileException {
            if (text == null) {
                return otherwise;
            }
            try {
                long number = Long.parseLong(text);
                if (number >= 0) {
                    return number;
                }
            } catch (NumberFormatException e) {
                // told below
            }
            throw refuse("the " + what + " " + Quoted.name(text) + " of its external data is no number of bytes");
        }

        private int fields() {
            return (proto.hasRawData() ? 1 : 0)
                    + (proto.getFloatDataCount() > 0 ? 1 : 0)
                    + (proto.getInt32DataCount() > 0 ? 1 : 0)
                    + (proto.getInt64DataCount() > 0 ? 1 : 0)
                    + (proto.getDoubleDataCount() > 0 ? 1 : 0)
                    + (proto.getUint64DataCount() > 0 ? 1 : 0)
                    + (proto.getStringDataCount() > 0 ? 1 : 0);
        }

        private TensorBytes inMessage(ElementType type, Shape shape, long size) throws InvalidFileException {
            int fields = fields();
            if (fields > 1) {
                throw refuse("it has its data twice, in " + fields + " fields; only one may be");
            }
            if (proto.getExternalDataCount() > 0) {
                throw refuse("it names an external file, but says that its data lie in the model file");
            }
            if (type == ElementType.STRING) {
                expect(shape.elements(), proto.getStringDataCount());
                return new RawBytes(ByteString.EMPTY);
            }
            if (proto.hasRawData()) {
                expect(size, proto.getRawData().size());
                return new RawBytes(proto.getRawData());
            }
            return listed(type, shape, size);
        }

        private TensorBytes listed(ElementType type, Shape shape, long size) throws InvalidFileException {
            long elements = shape.elements();
            return switch (type) {
                case FLOAT32 ->
                    list(
                            4,
                            elements,
                            proto.getFloatDataCount(),
                            i -> Float.floatToRawIntBits(proto.getFloatData((int) i)));
                case COMPLEX64 ->
                    list(
                            4,
                            Math.multiplyExact(elements, 2),
                            proto.getFloatDataCount(),
                            i -> Float.floatToRawIntBits(proto.getFloatData((int) i)));
                case FLOAT64 ->
                    list(
                            8,
                            elements,
                            proto.getDoubleDataCount(),
                            i -> Double.doubleToRawLongBits(proto.getDoubleData((int) i)));
                case COMPLEX128 ->
                    list(
                            8,
                            Math.multiplyExact(elements, 2),
                            proto.getDoubleDataCount(),
                            i -> Double.doubleToRawLongBits(proto.getDoubleData((int) i)));
                case INT64 -> list(8, elements, proto.getInt64DataCount(), i -> proto.getInt64Data((int) i));
                case UINT32, UINT64 ->
                    list(type.bits() / 8, elements, proto.getUint64DataCount(), i -> proto.getUint64Data((int) i));
                case INT4, UINT4, FLOAT4E2M1 ->
                    list(1, size, proto.getInt32DataCount(), i -> proto.getInt32Data((int) i));
                default -> list(type.bits() / 8, elements, proto.getInt32DataCount(), i -> proto.getInt32Data((int) i));
            };
        }

        private TensorBytes list(int width, long expected, long found, LongUnaryOperator bits)
                throws InvalidFileException {
            if (found == 0 && fields() > 0 && expected > 0) {
                throw refuse("its data lie in a field that does not fit its element type");
            }
            expect(expected, found);
            return new ListedBytes(width, expected, bits);
        }

        private void expect(long expected, long found) throws InvalidFileException {
            if (expected != found) {
                throw refuse("its shape and type need " + expected + " numbers or bytes, but it has " + found
                        + "; the file is damaged: download or export it again");
            }
        }

        private InvalidFileException refuse(String reason) {
            return new InvalidFileException(model, place, reason);
        }
    }

    /** Bytes that lie in the message as they are. */
    private record RawBytes(ByteString raw) implements TensorBytes {
        @Override
        public long size() {
            return raw.size();
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            int from = Math.toIntExact(offset);
            raw.substring(from, from + into.remaining()).copyTo(into);
        }
    }

    /** Numbers that lie in the message one by one. */
    private record ListedBytes(int width, long count, LongUnaryOperator bits) implements TensorBytes {
        @Override
        public long size() {
            return width * count;
        }

        @Override
        public void read(long offset, ByteBuffer into) {
            long at = offset;
            while (into.hasRemaining()) {
                long element = bits.applyAsLong(at / width);
                int part = (int) (at % width);
                int parts = Math.min(width - part, into.remaining());
                for (int i = 0; i < parts; i++) {
                    into.put((byte) (element >>> 8 * (part + i)));
                }
                at += parts;
            }
        }
    }
}
