package org.bitwright.onnx;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** Reads scales and zero points of operators, and refuses those that contradict each other. */
final class ParameterReader {
    private final Path file;

    ParameterReader(Path file) {
        this.file = file;
    }

    /** Scale and zero point of an operator of the quantize-dequantize form, whose data's shape is known or not. */
    Optional<IntegerParameters> linear(PlacedNode node, ElementType codes, Optional<Shape> shape) throws IOException {
        Optional<IntegerParameters> found = at(node, 1, codes);
        return found.isPresent() ? axis(node, found.get(), shape) : found;
    }

    /** Type of the codes that a QuantizeLinear makes. */
    static ElementType codesOf(PlacedNode quantize) {
        return constant(quantize, 2)
                .map(StoredTensor::type)
                .or(() -> ElementTypes.of((int) quantize.integer("output_dtype", 0)))
                .orElse(ElementType.UINT8);
    }

    /**
     * Scales at an input and zero points at the next one, taken as one list each.
     *
     * @param codes type that the zero points must have
     * @return empty where one of them is computed, or of a type that is not read here
     * @throws InvalidFileException if they contradict each other
     */
    Optional<IntegerParameters> at(PlacedNode node, int scale, ElementType codes) throws IOException {
        if (node.input(scale).isEmpty()) {
            throw refuse(node, Phrase.of("it has no scale"));
        }
        Optional<StoredTensor> scales = constant(node, scale);
        Optional<StoredTensor> zeroPoints = constant(node, scale + 1);
        boolean computed = scales.isEmpty()
                || zeroPoints.isEmpty() && !node.input(scale + 1).isEmpty();
        if (computed || !scales.get().type().isWeight() || !StoredCodes.areCodes(codes)) {
            return Optional.empty();
        }
        float[] numbers = scales.get().named(node.input(scale)).readFloats();
        if (numbers.length == 0) {
            throw refuse(node, Phrase.of("its scale holds no number"));
        }
        int[] zeros = new int[numbers.length];
        if (zeroPoints.isPresent()) {
            zeros = zeroPoints(node, zeroPoints.get(), codes, numbers.length);
        }
        return Optional.of(IntegerParameters.of(
                codes, numbers, zeros, ScaleAxis.tensor(), scales.get().type()));
    }

    /** Scales that are given, with the zero points of an input; those are left out where all are 0. */
    Optional<IntegerParameters> scaledBy(PlacedNode node, StoredTensor scale, int zeroPoint, ElementType codes)
            throws IOException {
        Optional<StoredTensor> stored = constant(node, zeroPoint);
        if (scale.type() != ElementType.FLOAT32
                || stored.isEmpty() && !node.input(zeroPoint).isEmpty()) {
            return Optional.empty();
        }
        float[] numbers = scale.named("scale").readFloats();
        int[] zeros = new int[numbers.length];
        if (stored.isPresent()
                && stored.get().shape().elements() == 1
                && stored.get().type() == codes) {
            Arrays.fill(zeros, StoredCodes.read(stored.get())[0]);
        } else if (stored.isPresent()) {
            zeros = zeroPoints(node, stored.get(), codes, numbers.length);
        }
        return Optional.of(IntegerParameters.of(codes, numbers, zeros, ScaleAxis.tensor(), scale.type()));
    }

    private int[] zeroPoints(PlacedNode node, StoredTensor stored, ElementType codes, int count) throws IOException {
        if (stored.type() != codes) {
            throw refuse(
                    node,
                    Phrase.of(
                            "its zero point is %s, but what it stands for is %s",
                            CodeStorage.name(stored.type()), CodeStorage.name(codes)));
        }
        if (stored.shape().elements() != count) {
            throw refuse(
                    node,
                    Phrase.of(
                            "it has %s scales, but %s zero points",
                            count, stored.shape().elements()));
        }
        return codes.isFloating() ? new int[count] : StoredCodes.read(stored);
    }

    static Optional<StoredTensor> constant(PlacedNode node, int input) {
        return node.origin(input).filter(Origin.Constant.class::isInstance).map(origin -> ((Origin.Constant) origin)
                .tensor());
    }

    private Optional<IntegerParameters> axis(PlacedNode node, IntegerParameters list, Optional<Shape> shape)
            throws IOException {
        if (list.scales().length == 1) {
            return Optional.of(list);
        }
        if (shape.isEmpty()) {
            return Optional.empty(); // an activation by channels
        }
        Shape scales = constant(node, 1).orElseThrow().shape();
        long axis = node.integer("axis", 1);
        int rank = shape.get().rank();
        if (axis < -rank || axis >= rank) {
            throw refuse(node, Phrase.of("its axis is %s, but what it quantizes has %s axes", axis, rank));
        }
        int at = (int) (axis < 0 ? axis + rank : axis);
        long block = node.integer("block_size", 0);
        if (block < 0 || block > Integer.MAX_VALUE) {
            throw refuse(node, Phrase.of("its blocks have a size of %s", block));
        }
        ScaleAxis along = block > 0 ? ScaleAxis.blocks(at, (int) block) : ScaleAxis.channels(at);
        Shape expected = Shape.of(along.extents(shape.get()));
        if (!expected.equals(scales)) {
            throw refuse(
                    node,
                    block > 0
                            ? Phrase.of(
                                    "its scale is %s, but for what it quantizes (%s, axis %s, blocks of %s) it must be %s",
                                    scales, shape.get(), at, block, expected)
                            : Phrase.of(
                                    "its scale is %s, but for what it quantizes (%s, axis %s) it must be %s",
                                    scales, shape.get(), at, expected));
        }
        return Optional.of(list.along(along));
    }

    InvalidFileException refuse(PlacedNode node, Phrase reason) {
        return new InvalidFileException(file, Phrase.of("operator '%s' (%s)", node.name(), node.type()), reason);
    }
}
