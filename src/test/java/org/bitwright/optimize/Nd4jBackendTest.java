package org.bitwright.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class Nd4jBackendTest {

    @Test
    void theNativeBackendMultipliesMatrices() {
        try (INDArray left = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});
                INDArray right = Nd4j.createFromArray(new float[][] {{5, 6}, {7, 8}});
                INDArray product = left.mmul(right)) {
            assertThat(product.toFloatMatrix()).isDeepEqualTo(new float[][] {{19, 22}, {43, 50}});
        }
    }

    @Test
    void theBackendIsTheCpuOfThisMachine() {
        assertThat(Nd4j.getBackend().getClass().getSimpleName()).isEqualTo("CpuBackend");
    }
}
