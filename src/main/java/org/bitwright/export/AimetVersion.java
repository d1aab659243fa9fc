package org.bitwright.export;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The versions of AIMET's encodings (exports.md, 3). Tools refuse those that they do not know, so that all are written. */
enum AimetVersion {
    /** A list of encodings a tensor, booleans as texts. */
    V0_6_1("0.6.1"),
    /** Lists of scales and offsets. */
    V1_0_0("1.0.0"),
    /** As ONNX's QuantizeLinear has them. */
    V2_0_0("2.0.0");

    private final String number;

    AimetVersion(String number) {
        this.number = number;
    }

    String number() {
        return number;
    }

    static Optional<AimetVersion> of(String number) {
        return Arrays.stream(values())
                .filter(version -> version.number.equals(number))
                .findFirst();
    }

    static String all() {
        return Arrays.stream(values()).map(AimetVersion::number).collect(Collectors.joining(", "));
    }
}
