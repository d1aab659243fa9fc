package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.training.kernel.Binding;
import org.bitwright.training.kernel.Kernel;
import org.bitwright.training.kernel.Kernels;
import org.bitwright.training.kernel.OneThread;
import org.bitwright.training.kernel.Scratch;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.shape.OnesLike;
import org.nd4j.linalg.api.ops.impl.shape.Rank;
import org.nd4j.linalg.api.ops.impl.shape.Shape;
import org.nd4j.linalg.api.ops.impl.shape.Size;
import org.nd4j.linalg.api.ops.impl.shape.ZerosLike;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;
import org.nd4j.linalg.factory.Nd4j;

/** Binds the operators of a graph to arrays, in the order in which they were added, which is one they can run in. */
final class PassRecorder {
    /** Operators whose result depends on the shape of their input alone. */
    private static final List<Class<? extends DynamicCustomOp>> OF_SHAPES =
            List.of(Shape.class, Rank.class, Size.class, ZerosLike.class, OnesLike.class);

    /** An operator of the graph, ready to run. */
    record Step(String operator, Kernel kernel) {}

    private final SameDiff graph;
    private final int shard;
    private final Set<String> needed;
    private final Map<String, INDArray> arrays;
    private final Set<String> fixed = new HashSet<>();
    private final Scratch scratch = new Scratch();
    private final List<INDArray> owned = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    PassRecorder(SameDiff graph, Collection<String> outputs, Map<String, INDArray> placeholders, int shard) {
        this.graph = graph;
        this.shard = shard;
        this.arrays = new HashMap<>(placeholders);
        this.needed = leadingTo(graph, outputs);
    }

    private static Set<String> leadingTo(SameDiff graph, Collection<String> outputs) {
        Set<String> names = new HashSet<>(outputs);
        List<SameDiffOp> operators = new ArrayList<>(graph.getOps().values());
        for (int i = operators.size() - 1; i >= 0; i--) {
            if (operators.get(i).getOutputsOfOp().stream().anyMatch(names::contains)) {
                names.addAll(inputs(operators.get(i).getOp()));
            }
        }
        return names;
    }

    /**
     * Binds all operators that are needed.
     *
     * @param first how many operators of the graph, needed or not, make its first part
     * @return how many steps the first part has
     */
    int record(int first) {
        OneThread.here();
        int index = 0;
        int split = 0;
        for (SameDiffOp operator : graph.getOps().values()) {
            if (operator.getOutputsOfOp().stream().anyMatch(needed::contains)) {
                bind(operator);
            }
            if (++index == first) {
                split = steps.size();
            }
        }
        return split;
    }

    List<Step> steps() {
        return steps;
    }

    List<INDArray> owned() {
        return owned;
    }

    /** What holds a variable: a constant's or parameter's array of the graph, a placeholder, or an operator's result. */
    INDArray array(String variable) {
        return arrays.computeIfAbsent(variable, name -> {
            SDVariable held = graph.getVariable(name);
            if (held.isPlaceHolder()) {
                throw new IllegalArgumentException("no array for the placeholder " + name);
            }
            if (held.isConstant()) {
                fixed.add(name);
            }
            return held.getArr();
        });
    }

    private void bind(SameDiffOp operator) {
        DifferentialFunction function = operator.getOp();
        List<INDArray> inputs = inputs(function).stream().map(this::array).toList();
        OpContext context = Nd4j.getExecutioner().buildContext();
        List<LongShapeDescriptor> shapes = function instanceof DynamicCustomOp custom
                ? describe(custom, context, inputs)
                : describe((BaseOp) function, context, inputs);
        List<INDArray> outputs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            String name = operator.getOutputsOfOp().get(i);
            INDArray output = allocate(shapes.get(i), graph.getVariable(name).dataType());
            outputs.add(output);
            arrays.put(name, output);
            context.setOutputArray(i, output);
        }
        List<Boolean> wanted =
                operator.getOutputsOfOp().stream().map(needed::contains).toList();
        Kernel kernel = Kernels.of(function, context, new Binding(shard, inputs, outputs, wanted, scratch));
        if (isFixed(function)) {
            kernel.run();
            fixed.addAll(operator.getOutputsOfOp());
        } else {
            steps.add(new Step(function.opName(), kernel));
        }
    }

    private boolean isFixed(DifferentialFunction operator) {
        return OF_SHAPES.stream().anyMatch(type -> type.isInstance(operator)) || fixed.containsAll(inputs(operator));
    }

    private INDArray allocate(LongShapeDescriptor shape, DataType type) {
        INDArray array = Nd4j.create(type, shape.getShape(), 'c');
        owned.add(array);
        return array;
    }

    private static List<LongShapeDescriptor> describe(DynamicCustomOp op, OpContext context, List<INDArray> inputs) {
        context.setArgs(inputs.toArray(INDArray[]::new), op.iArgs(), op.dArgs(), op.tArgs(), op.bArgs());
        return op.calculateOutputShape(context);
    }

    /** Older operators: the axes and the scalar that they take as a second input become part of the operator. */
    private static List<LongShapeDescriptor> describe(BaseOp op, OpContext context, List<INDArray> inputs) {
        boolean second = inputs.size() == 2;
        if (second && op instanceof ReduceOp && op.opType() != org.nd4j.linalg.api.ops.Op.Type.REDUCE3) {
            op.setDimensions(org.nd4j.linalg.api.shape.Shape.normalizeAxis(
                    inputs.get(0).rank(), inputs.get(1).toIntVector()));
            second = false;
        } else if (second && op instanceof ScalarOp scalar) {
            scalar.setScalar(inputs.get(1));
        }
        context.setInputArray(0, inputs.get(0));
        if (second) {
            context.setInputArray(1, inputs.get(1));
        }
        return op.calculateOutputShape(context);
    }

    private static List<String> inputs(DifferentialFunction operator) {
        String[] names = operator.argNames();
        return names == null ? List.of() : Arrays.asList(names);
    }
}
