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
import org.bitwright.model.Phrase;
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
    static StoredTensor of(TensorProto proto, Path model, TensorSources sources, Phrase place) throws IOException {
        return new Reading(proto, model, sources, place).read();
    }

    private record Reading(TensorProto proto, Path model, TensorSources sources, Phrase place) {

        StoredTensor read() throws IOException {
            ElementType type = ElementTypes.of(proto.getDataType())
                    .orElseThrow(() -> refuse(
                            proto.getDataType() == 0
                                    ? Phrase.of("its element type is not set")
                                    : Phrase.of("its element type has the unknown number %s", proto.getDataType())));
            Shape shape = shape();
            if (proto.hasSegment()) {
                throw refuse(Phrase.of("it is stored in segments, which are not supported"));
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
                throw refuse(Phrase.of("its shape is impossible: %s", Phrase.toldBy(e)));
            }
        }

        private long size(ElementType type, Shape shape) throws InvalidFileException {
            try {
                return type.bytesFor(shape.elements());
            } catch (ArithmeticException e) {
                throw refuse(Phrase.of("its shape %s asks for more bytes than any file has", shape));
            }
        }

        private TensorBytes external(ElementType type, long size) throws IOException {
            if (type == ElementType.STRING) {
                throw refuse(Phrase.of("strings cannot lie in an external file"));
            }
            if (fields() > 0) {
                throw refuse(Phrase.of("it has data in the model file and in an external file; only one may be"));
            }
            Map<String, String> entries = new HashMap<>();
            for (StringStringEntryProto entry : proto.getExternalDataList()) {
                if (entries.put(entry.getKey(), entry.getValue()) != null) {
                    throw refuse(Phrase.of("its external data say %s twice", Quoted.name(entry.getKey())));
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
                throw refuse(Phrase.of(
                        "its external data have the unknown entry %s; known are location, offset, length and checksum",
                        Quoted.name(entries.keySet().iterator().next())));
            }
            if (length != size) {
                throw refuse(
                        Phrase.of("its shape and type need %s bytes, but its external data have %s", size, length));
            }
            OpenedFile file = sources.folder().file(location == null ? "" : location, place);
            if (offset > file.size() - length) {
                throw refuse(Phrase.of(
                        "its external data end at byte %s + %s, but the file %s has only %s bytes; it may be cut short: download or export it again",
                        offset, length, Quoted.name(String.valueOf(file.path().getFileName())), file.size()));
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
            throw refuse(Phrase.of("the %s %s of its external data is no number of bytes", what, Quoted.name(text)));
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
                throw refuse(Phrase.of("it has its data twice, in %s fields; only one may be", fields));
            }
            if (proto.getExternalDataCount() > 0) {
                throw refuse(Phrase.of("it names an external file, but says that its data lie in the model file"));
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
                throw refuse(Phrase.of("its data lie in a field that does not fit its element type"));
            }
            expect(expected, found);
            return new ListedBytes(width, expected, bits);
        }

        private void expect(long expected, long found) throws InvalidFileException {
            if (expected != found) {
                throw refuse(Phrase.of(
                        "its shape and type need %s numbers or bytes, but it has %s; the file is damaged: download or export it again",
                        expected, found));
            }
        }

        private InvalidFileException refuse(Phrase reason) {
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
