package org.bitwright.runtime;

import org.bitwright.task.CancelToken;
import org.bitwright.task.Progress;

/** How far something has come, and whether it is still wanted. */
record Task(Progress progress, CancelToken cancel) {}
