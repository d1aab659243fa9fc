package org.bitwright.training.kernel;

import java.util.Optional;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/** What runs an operator of a graph. */
public final class Kernels {
    private Kernels() {}

    /**
     * @param context what ND4J's own operators take their arrays and arguments from
     * @throws IllegalArgumentException for an operator that is not run by arrays alone
     */
    public static Kernel of(DifferentialFunction operator, OpContext context, Binding arrays) {
        if (operator instanceof JavaOperator ours) {
            return ours.kernel(arrays);
        }
        if (operator instanceof DynamicCustomOp theirs) {
            return ours(theirs, arrays).orElse(() -> Nd4j.exec(theirs, context));
        }
        throw new IllegalArgumentException("not an operator on arrays: " + operator.opName());
    }

    /** A kernel of our own in the place of ND4J's, where it is better. */
    private static Optional<Kernel> ours(DynamicCustomOp operator, Binding arrays) {
        return operator.opName().equals("conv2d_bp") && ConvolutionBackKernel.isBetter(operator, arrays)
                ? ConvolutionBackKernel.of(operator, arrays)
                : Optional.empty();
    }
}
