/**
 * Where networks run: sessions that take and give values in memory, served by this process or by a child process that
 * may die without harm. The only user of ONNX Runtime. What is run, on which samples and why, is decided above.
 */
@NullMarked
package org.bitwright.runtime.session;

import org.jspecify.annotations.NullMarked;
