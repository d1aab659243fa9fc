package org.bitwright.training.kernel;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.shape.LongShapeDescriptor;

/** An operator of a graph that runs in this program and not in ND4J. Its only output is shaped as its first input. */
public abstract class JavaOperator extends DynamicCustomOp {
    private final String name;

    protected JavaOperator(String name, SameDiff graph, SDVariable... inputs) {
        super(null, graph, inputs);
        this.name = name;
    }

    /** Prepares the operator for given arrays, which are read and written anew each time the kernel runs. */
    public abstract Kernel kernel(Binding arrays);

    @Override
    public String opName() {
        // Asked for by the superclass' constructor, before the name is set.
        return name == null ? getClass().getSimpleName() : name;
    }

    @Override
    public int getNumOutputs() {
        return 1;
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
        return List.of(inputs.get(0));
    }

    @Override
    public List<LongShapeDescriptor> calculateOutputShape(OpContext context) {
        return List.of(context.getInputArray(0).shapeDescriptor());
    }

    @Override
    public List<LongShapeDescriptor> calculateOutputShape() {
        return List.of();
    }
}
