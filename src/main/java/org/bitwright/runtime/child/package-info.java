/**
 * Networks run in a child process of the same program, which may crash, hang or run out of memory: the program notices,
 * starts another one and repeats what was under way. Tensors lie in files that both processes map; messages of a few
 * hundred bytes say where. What a session is, and how ONNX Runtime is called, is the business of {@code
 * runtime.session}, which the child process uses.
 */
@NullMarked
package org.bitwright.runtime.child;

import org.jspecify.annotations.NullMarked;
