package org.bitwright.training.graph;

import org.bitwright.model.ElementType;
import org.bitwright.model.Shape;
import org.nd4j.autodiff.samediff.SDVariable;

/** What a value of the network is while it is converted for a fixed number of samples. */
sealed interface Value {
    Shape shape();

    /** It follows from the network's inputs or its parameters: float32. */
    record Computed(SDVariable variable, Shape shape) implements Value {}

    /**
     * A float constant of the file, perhaps with its axes moved, that no operator has computed with yet.
     *
     * @param view the shape that its storage is seen in
     * @param axes the axis of the view that each of its axes is
     * @param literal whether it stands in a Constant operator
     */
    record Stored(String name, Shape view, int[] axes, boolean literal) implements Value {

        static Stored of(String name, Shape shape, boolean literal) {
            return new Stored(name, shape, Axes.inOrder(shape.rank()), literal);
        }

        @Override
        public Shape shape() {
            return Axes.moved(view, axes);
        }

        Stored moved(int[] order) {
            int[] composed = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                composed[i] = axes[order[i]];
            }
            return new Stored(name, view, composed, literal);
        }
    }

    /** Numbers that are known before the network runs, such as a shape. */
    record Folded(Shape shape, double[] numbers, ElementType type) implements Value {

        static Folded of(long... list) {
            double[] numbers = new double[list.length];
            for (int i = 0; i < list.length; i++) {
                numbers[i] = list[i];
            }
            return new Folded(Shape.of(list.length), numbers, ElementType.INT64);
        }

        long[] integers() {
            long[] list = new long[numbers.length];
            for (int i = 0; i < list.length; i++) {
                list[i] = (long) numbers[i];
            }
            return list;
        }
    }
}
