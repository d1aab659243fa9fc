package org.bitwright.optimize;

/**
 * Takes multiples of rows off other rows, in double precision: the loop that the algebra of error feedback spends its
 * time in. Plain Java that the compiler vectorizes, since each array is read and written at the same index. Native
 * kernels are no choice: the OpenBLAS that ND4J brings has a dgemm and a dtrsm that are wrong on processors with AVX-512.
 */
final class RowUpdates {
    private static final int STRIP = 512; // columns whose rows stay in the cache

    private RowUpdates() {}

    /** Numbers {@code first} … {@code end − 1} of rows or columns; none if {@code end} is not beyond {@code first}. */
    record Range(int first, int end) {}

    /**
     * {@code targets[i] −= Σ factors[k][i] · rows[k]} in some columns. Every number is summed up in the same order,
     * whichever columns and targets are taken at once; a Σ over more than about 64 rows is better parted by the caller.
     *
     * @param over the k
     * @param of the i: an even number of them
     */
    static void subtract(double[][] factors, double[][] rows, Range over, double[][] targets, Range of, Range columns) {
        double[] f = new double[8];
        for (int from = columns.first(); from < columns.end(); from += STRIP) {
            int to = Math.min(columns.end(), from + STRIP);
            for (int i = of.first(); i < of.end(); i += 2) {
                for (int k = over.first(); k < over.end(); k += 4) {
                    for (int q = 0; q < 4; q++) {
                        boolean summed = k + q < over.end();
                        f[q] = summed ? factors[k + q][i] : 0;
                        f[q + 4] = summed ? factors[k + q][i + 1] : 0;
                    }
                    int last = over.end() - 1;
                    subtractFour(
                            f,
                            rows[k],
                            rows[Math.min(k + 1, last)],
                            rows[Math.min(k + 2, last)],
                            rows[Math.min(k + 3, last)],
                            targets[i],
                            targets[i + 1],
                            from,
                            to);
                }
            }
        }
    }

    private static void subtractFour(
            double[] f, double[] a, double[] b, double[] c, double[] d, double[] even, double[] odd, int from, int to) {
        double f0 = f[0];
        double f1 = f[1];
        double f2 = f[2];
        double f3 = f[3];
        double g0 = f[4];
        double g1 = f[5];
        double g2 = f[6];
        double g3 = f[7];
        for (int j = from; j < to; j++) {
            even[j] -= (f0 * a[j] + f1 * b[j]) + (f2 * c[j] + f3 * d[j]);
            odd[j] -= (g0 * a[j] + g1 * b[j]) + (g2 * c[j] + g3 * d[j]);
        }
    }
}
