package org.bitwright.onnx;

import org.bitwright.model.ElementType;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.UniformGrid;

/**
 * How the codes of an activation's grid are stored.
 *
 * @param type the narrowest type that integer operators take: 8 or 16 bits, unsigned where no code is negative, or an
 *     8-bit float
 * @param limited whether the grid ends before the type does, so that values must be limited before they are quantized
 */
record EdgeStorage(ElementType type, boolean limited) {
    /** The first version whose QuantizeLinear has 8-bit integers. */
    private static final int FIRST_OPSET = 10;

    /** The first version whose QuantizeLinear has 16-bit integers. */
    private static final int WIDE_OPSET = 21;

    static EdgeStorage of(Grid grid) {
        if (grid instanceof FloatGrid floats) {
            return new EdgeStorage(float8(floats), false);
        }
        if (!(grid instanceof UniformGrid uniform)) {
            throw new IllegalArgumentException("activations have uniform or floating-point grids, not " + grid);
        }
        boolean unsigned = uniform.qmin() >= 0;
        boolean wide = unsigned ? uniform.qmax() > 0xFF : uniform.qmin() < Byte.MIN_VALUE || uniform.qmax() > 127;
        int least = unsigned ? 0 : wide ? Short.MIN_VALUE : Byte.MIN_VALUE;
        int greatest = least + (wide ? 0xFFFF : 0xFF);
        ElementType type =
                unsigned ? wide ? ElementType.UINT16 : ElementType.UINT8 : wide ? ElementType.INT16 : ElementType.INT8;
        return new EdgeStorage(type, uniform.qmin() > least || uniform.qmax() < greatest);
    }

    private static ElementType float8(FloatGrid grid) {
        if (grid.saturating() && grid.type() == FloatType.E4M3FN) {
            return ElementType.FLOAT8E4M3FN;
        }
        if (grid.saturating() && grid.type() == FloatType.E5M2) {
            return ElementType.FLOAT8E5M2;
        }
        throw new IllegalArgumentException("activations are rounded to 8-bit floats that saturate, not " + grid);
    }

    boolean isFloat() {
        return type.isFloating();
    }

    /** The first version of the standard operators that has it. */
    int opset() {
        return isFloat() ? LinearWeight.FLOAT8_OPSET : type.bits() == 16 ? WIDE_OPSET : FIRST_OPSET;
    }
}
