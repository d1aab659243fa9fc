package org.bitwright.onnx;

import java.util.Arrays;
import org.bitwright.model.Shape;

/**
 * Which codes of its type a weight uses: a format that ONNX has no type for lies in the next wider one, and its limits
 * show in the codes.
 *
 * @param isBinary whether its codes are −1 and +1 alone
 */
record CodeExtent(int low, int high, boolean isBinary) {

    static CodeExtent of(FoundWeight found, Shape shape) {
        IntegerParameters parameters = found.parameters();
        if (found.codes().isEmpty() || found.form() == FoundWeight.Form.LIMITED) {
            return new CodeExtent(parameters.low(), parameters.high(), false);
        }
        int[] codes = found.codes().get();
        int[] granules = StoredCodes.granules(shape, parameters.axis());
        int[] least = new int[parameters.scales().length];
        int[] greatest = new int[least.length];
        Arrays.fill(least, Integer.MAX_VALUE);
        Arrays.fill(greatest, Integer.MIN_VALUE);
        boolean signs = codes.length > 0;
        for (int i = 0; i < codes.length; i++) {
            int granule = granules.length == 0 ? 0 : granules[i];
            least[granule] = Math.min(least[granule], codes[i]);
            greatest[granule] = Math.max(greatest[granule], codes[i]);
            signs &= codes[i] == 1 || codes[i] == -1;
        }
        if (signs && parameters.isSymmetric()) {
            return new CodeExtent(-1, 1, true);
        }
        return narrowest(parameters, least, greatest);
    }

    /** The narrowest limits of a format that hold all codes, and that most granules reach. */
    private static CodeExtent narrowest(IntegerParameters parameters, int[] least, int[] greatest) {
        boolean signed = parameters.low() < 0;
        boolean symmetric = signed && parameters.isSymmetric();
        for (int bits = 2; bits < parameters.type().bits() && (symmetric || !signed); bits++) {
            int low = signed ? -1 << bits - 1 : 0;
            int high = signed ? (1 << bits - 1) - 1 : (1 << bits) - 1;
            if (holds(parameters, least, greatest, low, high)) {
                return new CodeExtent(low, high, false);
            }
        }
        return new CodeExtent(parameters.low(), parameters.high(), false);
    }

    private static boolean holds(IntegerParameters parameters, int[] least, int[] greatest, int low, int high) {
        int counted = 0;
        int reached = 0;
        for (int granule = 0; granule < least.length; granule++) {
            int zero = parameters.zeroPoints()[granule];
            if (least[granule] > greatest[granule] || least[granule] == zero && greatest[granule] == zero) {
                continue; // all zeros, or empty
            }
            if (least[granule] < low || greatest[granule] > high || zero < low || zero > high) {
                return false;
            }
            counted++;
            boolean bothEnds = least[granule] == low && greatest[granule] == high;
            boolean oneEnd = greatest[granule] == high || least[granule] == -high || least[granule] == low;
            reached += (low == 0 ? bothEnds : oneEnd) ? 1 : 0;
        }
        return counted > 0 && 2 * reached >= counted;
    }
}
