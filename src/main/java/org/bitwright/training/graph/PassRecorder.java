package org.bitwright.training.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bitwright.training.kernel.Binding;
import org.bitwright.training.kernel.Kernel;
import org.bitwright.training.kernel.Kernels;
import org.bitwright.training.kernel.OneThread;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
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
    private final Map<String, String> lastTakers;
    private final Set<String> fixed = new HashSet<>();
    private final PassMemory memory = new PassMemory();
    private final List<Step> steps = new ArrayList<>();

    PassRecorder(SameDiff graph, Collection<String> outputs, Map<String, INDArray> placeholders, int shard) {
        this.graph = graph;
        this.shard = shard;
        this.arrays = new HashMap<>(placeholders);
        this.needed = leadingTo(graph, outputs);
        this.lastTakers = lastTakers(graph, needed, outputs);
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

    /** Name of the operator behind which a result is of no use any more; none for those that are wanted themselves. */
    private static Map<String, String> lastTakers(SameDiff graph, Set<String> needed, Collection<String> outputs) {
        Map<String, String> last = new HashMap<>();
        for (SameDiffOp operator : graph.getOps().values()) {
            if (operator.getOutputsOfOp().stream().anyMatch(needed::contains)) {
                operator.getOutputsOfOp().forEach(output -> last.put(output, operator.getName()));
                inputs(operator.getOp()).forEach(input -> last.replace(input, operator.getName()));
            }
        }
        last.keySet().removeAll(outputs);
        return last;
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
                release(operator);
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

    /** What the steps use; to be closed when they are not run any more. */
    PassMemory memory() {
        return memory;
    }

    /** What holds a variable: an array of the graph for constants and parameters, a placeholder, or a result. */
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
        List<LongShapeDescriptor> shapes = describe((DynamicCustomOp) function, context, inputs);
        boolean isFixed = isFixed(function);
        List<INDArray> outputs = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            String name = operator.getOutputsOfOp().get(i);
            DataType type = graph.getVariable(name).dataType();
            long[] shape = shapes.get(i).getShape();
            INDArray output = isFixed ? memory.allocate(type, shape) : memory.reuse(type, shape);
            outputs.add(output);
            arrays.put(name, output);
            context.setOutputArray(i, output);
        }
        List<Boolean> wanted =
                operator.getOutputsOfOp().stream().map(needed::contains).toList();
        Kernel kernel = Kernels.of(function, context, new Binding(shard, inputs, outputs, wanted, memory.scratch()));
        if (isFixed) {
            kernel.run();
            fixed.addAll(operator.getOutputsOfOp());
        } else {
            steps.add(new Step(function.opName(), kernel));
        }
    }

    private boolean isFixed(DifferentialFunction operator) {
        return OF_SHAPES.stream().anyMatch(type -> type.isInstance(operator)) || fixed.containsAll(inputs(operator));
    }

    /** Lets operators behind this one have the arrays that nothing behind it takes. */
    private void release(SameDiffOp operator) {
        Set<String> names = new LinkedHashSet<>(inputs(operator.getOp()));
        names.addAll(operator.getOutputsOfOp());
        for (String name : names) {
            if (!fixed.contains(name) && operator.getName().equals(lastTakers.get(name))) {
                memory.release(array(name));
            }
        }
    }

    private static List<LongShapeDescriptor> describe(DynamicCustomOp op, OpContext context, List<INDArray> inputs) {
        context.setArgs(inputs.toArray(INDArray[]::new), op.iArgs(), op.dArgs(), op.tArgs(), op.bArgs());
        return op.calculateOutputShape(context);
    }

    private static List<String> inputs(DifferentialFunction operator) {
        String[] names = operator.argNames();
        return names == null ? List.of() : Arrays.asList(names);
    }
}
