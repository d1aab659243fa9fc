package org.bitwright.io.torch;

import java.nio.file.Path;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.model.Shape;

/** Checks that a view lies within its storage, without overflow. */
final class ViewExtent {
    private static final int MAX_RANK = 64;

    private ViewExtent() {}

    /** @throws InvalidFileException if the shape is impossible or the view leaves its storage */
    static Shape checked(TensorView view, Path file, Phrase place) throws InvalidFileException {
        if (view.extents().length != view.strides().length || view.extents().length > MAX_RANK) {
            throw new InvalidFileException(
                    file,
                    place,
                    Phrase.of("it has %s extents and %s strides", view.extents().length, view.strides().length));
        }
        try {
            Shape shape = Shape.of(view.extents());
            if (shape.elements() > 0 && last(view) >= view.storage().elements() || view.offset() < 0) {
                throw new InvalidFileException(
                        file,
                        place,
                        Phrase.of(
                                "its shape %s reaches beyond its storage of %s elements",
                                shape, view.storage().elements()));
            }
            return shape;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new InvalidFileException(file, place, Phrase.of("its shape or its strides are impossible"), e);
        }
    }

    private static long last(TensorView view) {
        long last = view.offset();
        for (int axis = 0; axis < view.extents().length; axis++) {
            if (view.strides()[axis] < 0) {
                throw new IllegalArgumentException("a negative stride");
            }
            last = Math.addExact(last, Math.multiplyExact(view.extents()[axis] - 1, view.strides()[axis]));
        }
        return last;
    }

    /** Whether the elements, some at least, lie in row-major order without gaps. Axes of one have any stride. */
    static boolean isDense(TensorView view, Shape shape) {
        long expected = 1;
        for (int axis = shape.rank() - 1; axis >= 0; axis--) {
            if (shape.extent(axis) != 1 && view.strides()[axis] != expected) {
                return false;
            }
            expected *= shape.extent(axis);
        }
        return true;
    }
}
