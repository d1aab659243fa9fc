package org.bitwright.training.kernel;

import java.util.Optional;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
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
        if (operator instanceof BaseReduceOp reduction && ReductionKernel.takes(reduction, arrays)) {
            return ReductionKernel.of(reduction, arrays);
        }
        if (operator instanceof DynamicCustomOp custom) {
            return ours(custom, arrays).orElse(() -> Nd4j.exec(custom, context));
        }
        if (operator instanceof CustomOp custom) {
            return () -> Nd4j.exec(custom, context);
        }
        if (operator instanceof Op legacy) {
            return () -> Nd4j.exec(legacy, context);
        }
        throw new IllegalArgumentException("not an operator on arrays: " + operator.opName());
    }

    /** A kernel of our own, for operators and arrays that have one. */
    static Optional<Kernel> ours(DynamicCustomOp operator, Binding arrays) {
        return switch (operator.opName()) {
            case "matmul", "matmul_bp", "xw_plus_b" -> ProductKernel.of(operator, arrays);
            case "thresholdedrelu_bp", "relu_bp" -> ReluBackKernel.of(operator, arrays);
            case "maxpool2d_bp" -> MaxPoolBackKernel.of(operator, arrays);
            case "conv2d_bp" -> ConvolutionBackKernel.isBetter(operator, arrays)
                    ? ConvolutionBackKernel.of(operator, arrays)
                    : Optional.empty();
            default -> Optional.empty();
        };
    }
}
