package org.bitwright.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.bitwright.model.ElementType;
import org.bitwright.quant.UniformGrid;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IntegerCodesTest {

    @ParameterizedTest
    @CsvSource({
        // the grid fills a type
        "-128, 127, false, INT8, 0, TYPE",
        "0, 255, false, UINT8, 0, TYPE",
        "-32768, 32767, false, INT16, 0, TYPE",
        "0, 65535, false, INT16, -32768, TYPE",
        // it does not
        "-8, 7, false, INT8, 0, CODES",
        "-127, 127, false, INT8, 0, CODES",
        "0, 15, false, UINT8, 0, CODES",
        "-2048, 2047, false, INT16, 0, VALUES",
        "0, 4095, false, INT16, 0, VALUES",
        "0, 32768, false, INT16, -1, VALUES",
        "-200, 10, false, INT8, 72, CODES",
        // nothing lies below 0: the upper ends meet
        "-8, 7, true, INT8, 120, TYPE",
        "-127, 127, true, INT8, 0, TYPE",
        "0, 15, true, UINT8, 240, TYPE",
        "0, 4095, true, INT16, 28672, TYPE",
        "-2048, 2047, true, INT16, 30720, TYPE"
    })
    void everyCodeHasItsPlace(
            int qmin, int qmax, boolean nonNegative, ElementType type, int shift, IntegerCodes.Limits limits) {
        assertThat(IntegerCodes.of(new UniformGrid(0.1f, 0, qmin, qmax), nonNegative, true))
                .isEqualTo(new IntegerCodes(type, shift, limits));
    }
}
