package org.bitwright.export;

import java.io.IOException;
import java.nio.file.Path;

/** The Python file beside the overrides: {@code quant_type} is an enumeration there, and scales are NumPy values. */
final class OverridesScript {
    private OverridesScript() {}

    static String text(Path json, ExportSource source) throws IOException {
        return """
                # Written by %s for %s (SHA-256 %s).
                #
                # from %s import TENSOR_QUANT_OVERRIDES
                # quantize_static(..., extra_options={"TensorQuantOverrides": TENSOR_QUANT_OVERRIDES})
                import json
                from pathlib import Path

                import numpy as np
                from onnxruntime.quantization import QuantType

                # Zero points have the type of the codes; what NumPy has no type for is kept in the next wider one.
                _ZERO_POINTS = {
                    "QInt4": np.int8,
                    "QUInt4": np.uint8,
                    "QInt8": np.int8,
                    "QUInt8": np.uint8,
                    "QInt16": np.int16,
                    "QUInt16": np.uint16,
                    "QFLOAT8E4M3FN": np.float32,
                }


                def _override(entry):
                    made = dict(entry)
                    made["quant_type"] = QuantType[entry["quant_type"]]
                    made["scale"] = np.array(entry["scale"], dtype=np.float32)
                    made["zero_point"] = np.array(entry["zero_point"], dtype=_ZERO_POINTS[entry["quant_type"]])
                    return made


                _TOLD = json.loads((Path(__file__).parent / %s).read_text(encoding="utf-8"))
                TENSOR_QUANT_OVERRIDES = {name: [_override(entry) for entry in list_] for name, list_ in _TOLD.items()}
                """.formatted(
                        ToolVersion.text(),
                        PythonText.comment(source.model().fileName()),
                        source.document().digest(),
                        module(json),
                        PythonText.literal(String.valueOf(json.getFileName())));
    }

    private static String module(Path json) {
        String name = String.valueOf(OverridesExport.scriptOf(json).getFileName());
        return PythonText.comment(name.substring(0, name.length() - ".py".length()));
    }
}
