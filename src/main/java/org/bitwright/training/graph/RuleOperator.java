package org.bitwright.training.graph;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.bitwright.training.graph.rule.Rule;
import org.bitwright.training.kernel.Binding;
import org.bitwright.training.kernel.JavaOperator;
import org.bitwright.training.kernel.Kernel;
import org.bitwright.training.kernel.NativeFloats;
import org.bitwright.training.kernel.Scratch;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/** A {@link Rule} as an operator of a graph, with its derivative as another. */
final class RuleOperator extends JavaOperator {
    private final Rule rule;

    private RuleOperator(SameDiff graph, Rule rule, SDVariable... inputs) {
        super("bitwright_" + rule.name().replace(' ', '_'), graph, inputs);
        this.rule = rule;
    }

    /** Adds the operator to the graph and gives what it comes to. */
    static SDVariable of(SameDiff graph, Rule rule, SDVariable... inputs) {
        return new RuleOperator(graph, rule, inputs).outputVariable();
    }

    @Override
    public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
        return List.of(descriptor(rule.result().toArray()));
    }

    private static LongShapeDescriptor descriptor(long[] shape) {
        return LongShapeDescriptor.fromShape(shape, DataType.FLOAT);
    }

    @Override
    public List<SDVariable> doDiff(List<SDVariable> gradient) {
        List<SDVariable> inputs = new ArrayList<>(Arrays.asList(args()));
        inputs.add(outputVariable());
        inputs.add(gradient.get(0));
        return List.of(new Back(sameDiff, rule, inputs.toArray(SDVariable[]::new)).outputVariables());
    }

    @Override
    public Kernel kernel(Binding arrays) {
        Rooms inputs = Rooms.of(arrays.inputs(), arrays.scratch(), 0);
        FloatBuffer result = NativeFloats.of(arrays.outputs().get(0));
        int count = (int) rule.result().elements();
        return () -> {
            float[][] values = inputs.read();
            float[] into = arrays.scratch().room(values.length, count);
            rule.forward(values, into);
            result.put(0, into, 0, count);
        };
    }

    /** Arrays of a graph that are read into the rooms of a pass. */
    private record Rooms(List<FloatBuffer> buffers, Scratch scratch, int first) {
        static Rooms of(List<INDArray> arrays, Scratch scratch, int first) {
            return new Rooms(arrays.stream().map(NativeFloats::of).toList(), scratch, first);
        }

        float[][] read() {
            float[][] values = new float[buffers.size()][];
            for (int i = 0; i < values.length; i++) {
                FloatBuffer buffer = buffers.get(i);
                values[i] = scratch.room(first + i, buffer.limit());
                buffer.get(0, values[i], 0, buffer.limit());
            }
            return values;
        }
    }

    /** The derivative: takes the inputs, the result and the gradient by it, and gives the gradients by the inputs. */
    private static final class Back extends JavaOperator {
        private static final float[] NOT_TAKEN = {};

        private final Rule rule;
        private final int count;

        private Back(SameDiff graph, Rule rule, SDVariable... inputs) {
            super("bitwright_" + rule.name().replace(' ', '_') + "_bp", graph, inputs);
            this.rule = rule;
            this.count = inputs.length - 2;
        }

        @Override
        public int getNumOutputs() {
            return count;
        }

        @Override
        public List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
            return Collections.nCopies(count, DataType.FLOAT);
        }

        @Override
        public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
            List<LongShapeDescriptor> shapes = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                shapes.add(context.getInputArray(i).shapeDescriptor());
            }
            return shapes;
        }

        @Override
        public Kernel kernel(Binding arrays) {
            List<INDArray> taken = arrays.inputs();
            Scratch scratch = arrays.scratch();
            Rooms inputs = Rooms.of(taken.subList(0, rule.backwardTakesInputs() ? count : 0), scratch, 0);
            Rooms results =
                    Rooms.of(taken.subList(count, count + (rule.backwardTakesResult() ? 1 : 0)), scratch, count);
            Rooms gradients = Rooms.of(taken.subList(count + 1, count + 2), scratch, count + 1);
            FloatBuffer[] outputs = new FloatBuffer[count];
            for (int i = 0; i < count; i++) {
                outputs[i] = NativeFloats.of(arrays.outputs().get(i));
            }
            return () -> {
                float[][] values = rule.backwardTakesInputs() ? inputs.read() : new float[count][0];
                float[] result = rule.backwardTakesResult() ? results.read()[0] : NOT_TAKEN;
                float[] gradient = gradients.read()[0];
                @Nullable float[][] byInputs = new float @Nullable [count][];
                for (int i = 0; i < count; i++) {
                    byInputs[i] = arrays.wanted().get(i) ? scratch.room(count + 2 + i, outputs[i].limit()) : null;
                }
                rule.backward(values, result, gradient, byInputs);
                for (int i = 0; i < count; i++) {
                    float[] byInput = byInputs[i];
                    if (byInput != null) {
                        outputs[i].put(0, byInput, 0, outputs[i].limit());
                    }
                }
            };
        }

        @Override
        public List<SDVariable> doDiff(List<SDVariable> gradient) {
            throw new UnsupportedOperationException("no second derivatives");
        }
    }
}
