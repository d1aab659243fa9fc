package org.bitwright.optimize;

import java.io.IOException;
import java.util.List;
import org.bitwright.onnx.LayerOperation;
import org.bitwright.quant.QuantConfig;
import org.bitwright.runtime.session.InferenceException;
import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** One way to improve some layers of a network. */
interface ImprovementStep {
    /** @param layers in the order of the network */
    LayerChanges improve(
            CalibrationRun run, QuantConfig config, List<LayerOperation> layers, Progress progress, CancelToken cancel)
            throws IOException, InferenceException;
}
