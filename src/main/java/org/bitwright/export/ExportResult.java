package org.bitwright.export;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A written file.
 *
 * @param losses what the file says less exactly than the configuration, one sentence each
 * @param parity largest absolute difference between the outputs of the written file and of the workbench's own
 *     simulation on calibration data; empty where the target cannot be run or there are no data
 * @param paritySamples number of samples behind it
 * @param check the whole comparison behind {@code parity}
 */
public record ExportResult(
        ExportTarget target,
        Path path,
        long bytes,
        List<String> losses,
        OptionalDouble parity,
        int paritySamples,
        Optional<Parity> check) {
    public ExportResult {
        losses = List.copyOf(losses);
    }
}
