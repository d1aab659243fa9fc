package org.bitwright.project;

import java.util.Optional;
import org.bitwright.model.DataSource;

/**
 * What is likely wrong with how data are read.
 *
 * @param problem the same as it is listed among the project's problems
 * @param remedy the data read as they should be; empty where no setting helps
 */
public record DataHint(Problem problem, Optional<DataSource> remedy) {}
