package org.bitwright.quant;

/** The symbols that stand for a grid's codes in a coded weight: the codes, of uniform integers less the zero point. */
final class Symbols {
    private Symbols() {}

    /** What is taken off a code to make a symbol. */
    static int zeroPoint(Grid grid) {
        return grid instanceof UniformGrid uniform ? uniform.zeroPoint() : 0;
    }

    /** The lowest symbol that a grid gives. */
    static int lowest(Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            return uniform.lowestSteps();
        }
        return grid instanceof TernaryGrid ? -1 : 0;
    }

    /** The highest symbol that a grid gives. */
    static int highest(Grid grid) {
        if (grid instanceof UniformGrid uniform) {
            return uniform.highestSteps();
        }
        if (grid instanceof FloatGrid floats) {
            return (1 << floats.type().bits()) - 1;
        }
        if (grid instanceof NvFp4Grid) {
            return (1 << FloatType.E2M1.bits()) - 1;
        }
        return grid instanceof TableGrid table ? table.levels() - 1 : 1;
    }
}
