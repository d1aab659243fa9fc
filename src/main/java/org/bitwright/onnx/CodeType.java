package org.bitwright.onnx;

import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;

/** What the codes of a weight are, and the narrowest type of ONNX that holds them. */
public sealed interface CodeType {

    /** The element type that they are stored in. */
    ElementType storage();

    /** The least code. */
    int low();

    /** The greatest code. */
    int high();

    /**
     * What a reader of the file cannot see from the type; empty for nothing.
     *
     * @param weight whose codes they are
     */
    Optional<Phrase> loss(String weight);

    /**
     * Whole numbers.
     *
     * @param bits 2 to 16
     */
    record Integers(int bits, boolean signed) implements CodeType {
        public Integers {
            if (bits < 2 || bits > 16) {
                throw new IllegalArgumentException("2 to 16 bits can be stored, but these are " + bits);
            }
        }

        @Override
        public ElementType storage() {
            if (bits <= 4) {
                return signed ? ElementType.INT4 : ElementType.UINT4;
            }
            if (bits <= 8) {
                return signed ? ElementType.INT8 : ElementType.UINT8;
            }
            return signed ? ElementType.INT16 : ElementType.UINT16;
        }

        @Override
        public int low() {
            return signed ? -(1 << bits - 1) : 0;
        }

        @Override
        public int high() {
            return signed ? (1 << bits - 1) - 1 : (1 << bits) - 1;
        }

        @Override
        public Optional<Phrase> loss(String weight) {
            return bits == storage().bits()
                    ? Optional.empty()
                    : Optional.of(Phrase.of(
                            "'%s' has %s bits and is stored as %s: ONNX has no type of its width; the narrower limits are"
                                    + " kept in the values.",
                            weight, bits, CodeStorage.name(storage())));
        }
    }

    /**
     * −1 and +1 of a binary weight, or −1, 0 and +1 of a ternary one.
     *
     * @param zero whether 0 is among them
     */
    record Signs(boolean zero) implements CodeType {
        @Override
        public ElementType storage() {
            return ElementType.INT4;
        }

        @Override
        public int low() {
            return -1;
        }

        @Override
        public int high() {
            return 1;
        }

        @Override
        public Optional<Phrase> loss(String weight) {
            return Optional.of(
                    zero
                            ? Phrase.of(
                                    "'%s' is ternary and stored as int4 with the codes −1, 0 and +1: ONNX has no ternary"
                                            + " type.",
                                    weight)
                            : Phrase.of(
                                    "'%s' is binary and stored as int4 with the codes −1 and +1: ONNX has no 1-bit type.",
                                    weight));
        }
    }

    /**
     * The bits of 8-bit floats.
     *
     * @param storage FLOAT8E4M3FN or FLOAT8E5M2
     */
    record Float8(ElementType storage) implements CodeType {
        public Float8 {
            if (storage != ElementType.FLOAT8E4M3FN && storage != ElementType.FLOAT8E5M2) {
                throw new IllegalArgumentException(storage + " is not one of the 8-bit floats that are written");
            }
        }

        @Override
        public int low() {
            return 0;
        }

        @Override
        public int high() {
            return 0xFF;
        }

        @Override
        public Optional<Phrase> loss(String weight) {
            return Optional.empty();
        }
    }
}
