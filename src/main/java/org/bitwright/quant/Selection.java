package org.bitwright.quant;

/** Finds the value of a rank without sorting (Hoare's selection, the pivot the median of three). */
final class Selection {
    private Selection() {}

    /**
     * The value that would stand at {@code rank}, counted from 0, if the values were sorted. Changes their order.
     *
     * @param values finite
     */
    static float select(float[] values, int rank) {
        int low = 0;
        int high = values.length - 1;
        while (low < high) {
            float pivot = median(values[low], values[(low + high) >>> 1], values[high]);
            int i = low;
            int j = high;
            while (i <= j) {
                while (values[i] < pivot) {
                    i++;
                }
                while (values[j] > pivot) {
                    j--;
                }
                if (i <= j) {
                    float x = values[i];
                    values[i++] = values[j];
                    values[j--] = x;
                }
            }
            if (rank <= j) {
                high = j;
            } else if (rank >= i) {
                low = i;
            } else {
                break;
            }
        }
        return values[rank];
    }

    private static float median(float a, float b, float c) {
        return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
    }
}
