package org.bitwright.io.hdf5;

import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;

/** Parses datatype messages (specification IV.A.2.d). */
final class TypeMessage {
    private static final int MAX_DEPTH = 8;
    private static final int MAX_WIDTH = 1 << 20;
    private static final int VAX = 1 << 6;

    private TypeMessage() {}

    static Hdf5Type read(Cursor message, int depth) throws InvalidFileException {
        if (depth == MAX_DEPTH) {
            throw message.broken(Phrase.of("its datatype is nested too deeply"));
        }
        int kind = message.u8();
        int bits = message.u8() | message.u16() << 8;
        long width = message.u32();
        if (width == 0 || width > MAX_WIDTH) {
            throw message.broken(Phrase.of("elements of %s bytes are not read", width));
        }
        int bytes = (int) width;
        return switch (kind & 0xF) {
            case 0 -> integer(message, bits, bytes);
            case 1 -> floating(message, bits, bytes);
            case 2 -> new Hdf5Type.Other(bytes, Phrase.of("times"));
            case 3 -> new Hdf5Type.FixedText(bytes, (bits & 0xF) == 2);
            case 4 -> new Hdf5Type.Other(bytes, Phrase.of("bit fields"));
            case 5 -> new Hdf5Type.Opaque(bytes);
            case 6 -> new Hdf5Type.Other(bytes, Phrase.of("compounds of several fields"));
            case 7 -> new Hdf5Type.Other(bytes, Phrase.of("references"));
            case 8 -> enumeration(message, bits, bytes, kind >> 4, depth);
            case 9 -> (bits & 0xF) == 1 ? new Hdf5Type.FreeText(bytes) : new Hdf5Type.Other(bytes, Phrase.of("lists"));
            case 10 -> new Hdf5Type.Other(bytes, Phrase.of("arrays in arrays"));
            default -> throw message.broken(Phrase.of("its datatype %s is not known", kind & 0xF));
        };
    }

    private static ByteOrder order(int bits) {
        return (bits & 1) == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    private static Hdf5Type integer(Cursor message, int bits, int width) throws InvalidFileException {
        int offset = message.u16();
        int precision = message.u16();
        boolean signed = (bits & 8) != 0;
        ElementType type =
                switch (width) {
                    case 1 -> signed ? ElementType.INT8 : ElementType.UINT8;
                    case 2 -> signed ? ElementType.INT16 : ElementType.UINT16;
                    case 4 -> signed ? ElementType.INT32 : ElementType.UINT32;
                    default -> signed ? ElementType.INT64 : ElementType.UINT64;
                };
        if (offset != 0 || precision != 8 * width || type.bits() != precision) {
            return new Hdf5Type.Other(width, Phrase.of("integers of %s bits in %s bytes", precision, width));
        }
        return new Hdf5Type.Number(type, order(bits));
    }

    /** The four layouts of IEEE 754 and bfloat16; nothing is guessed of others. */
    private static Hdf5Type floating(Cursor message, int bits, int width) throws InvalidFileException {
        int offset = message.u16();
        int precision = message.u16();
        int exponentAt = message.u8();
        int exponentBits = message.u8();
        int mantissaAt = message.u8();
        int mantissaBits = message.u8();
        long bias = message.u32();
        boolean plain = offset == 0
                && precision == 8 * width
                && mantissaAt == 0
                && exponentAt == mantissaBits
                && exponentAt + exponentBits == precision - 1
                && (bits >> 8 & 0xFF) == precision - 1
                && (bits >> 4 & 3) == 2
                && bias == (1L << Math.min(exponentBits, 31) - 1) - 1
                && (bits & VAX) == 0;
        Optional<ElementType> type = plain ? floating(precision, exponentBits) : Optional.empty();
        return type.isPresent()
                ? new Hdf5Type.Number(type.get(), order(bits))
                : new Hdf5Type.Other(width, Phrase.of("floats of an unusual layout (%s bits)", precision));
    }

    private static Optional<ElementType> floating(int precision, int exponentBits) {
        return switch (precision * 100 + exponentBits) {
            case 1605 -> Optional.of(ElementType.FLOAT16);
            case 1608 -> Optional.of(ElementType.BFLOAT16);
            case 3208 -> Optional.of(ElementType.FLOAT32);
            case 6411 -> Optional.of(ElementType.FLOAT64);
            default -> Optional.empty();
        };
    }

    /** Truth values are stored as an enumeration of FALSE and TRUE. */
    private static Hdf5Type enumeration(Cursor message, int bits, int width, int version, int depth)
            throws InvalidFileException {
        int members = bits & 0xFFFF;
        Hdf5Type base = read(message, depth + 1);
        Set<String> names = new HashSet<>();
        if (members == 2 && width == 1) {
            for (int i = 0; i < members; i++) {
                int start = message.position();
                names.add(message.terminated());
                int used = message.position() - start;
                message.skip(version < 3 ? -used & 7 : 0);
            }
        }
        boolean truth = names.equals(Set.of("FALSE", "TRUE")) && base.width() == 1;
        if (truth && (message.u8() != 0 || message.u8() != 1)) {
            truth = false;
        }
        return truth
                ? new Hdf5Type.Number(ElementType.BOOL, ByteOrder.LITTLE_ENDIAN)
                : new Hdf5Type.Other(width, Phrase.of("named values of an enumeration"));
    }
}
