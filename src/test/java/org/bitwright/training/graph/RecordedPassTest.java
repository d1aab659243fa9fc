package org.bitwright.training.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.bitwright.task.CancelToken;
import org.bitwright.training.kernel.NativeFloats;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class RecordedPassTest {
    private final SameDiff graph = SameDiff.create();

    @Test
    void a_run_takes_what_placeholders_and_variables_hold_then() {
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, 2, 2);
        SDVariable w = graph.var("w", Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}}));
        x.mmul(w).rename("y");
        INDArray input = Nd4j.createFromArray(new float[][] {{1, 0}, {0, 1}});
        try (RecordedPass pass = RecordedPass.record(graph, 0, List.of("y"), Map.of("x", input), 0)) {
            pass.run(CancelToken.none());
            assertThat(pass.array("y").toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}});
            NativeFloats.of(input).put(0, new float[] {1, 1, 2, 0});
            pass.run(CancelToken.none());
            assertThat(pass.array("y").toFloatMatrix()).isDeepEqualTo(new float[][] {{4, 6}, {2, 4}});
            NativeFloats.of(graph.getVariable("w").getArr()).put(0, new float[] {0, 1, 1, 0});
            pass.run(CancelToken.none());
            assertThat(pass.array("y").toFloatMatrix()).isDeepEqualTo(new float[][] {{1, 1}, {0, 2}});
        }
    }

    @Test
    void what_follows_from_shapes_and_constants_is_computed_once() {
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, 2, 3);
        SDVariable turned = graph.reshape(x, graph.constant(Nd4j.createFromArray(3, 2)));
        graph.reshape(turned, graph.shape(x)).add(graph.onesLike(x)).rename("y");
        INDArray input = Nd4j.createFromArray(new float[][] {{1, 2, 3}, {4, 5, 6}});
        try (RecordedPass pass = RecordedPass.record(graph, 0, List.of("y"), Map.of("x", input), 0)) {
            pass.run(CancelToken.none());
            assertThat(pass.steps()).as("two reshapes and a sum").hasSize(3);
            assertThat(pass.array("y").toFloatMatrix()).isDeepEqualTo(new float[][] {{2, 3, 4}, {5, 6, 7}});
        }
    }

    @Test
    void a_name_that_was_not_asked_for_is_an_error_that_lists_the_others() {
        graph.placeHolder("x", DataType.FLOAT, 1)
                .add(graph.constant(Nd4j.ones(1)))
                .rename("y");
        try (RecordedPass pass = RecordedPass.record(graph, 0, List.of("y"), Map.of("x", Nd4j.zeros(1)), 0)) {
            pass.run(CancelToken.none());
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> pass.array("z"))
                    .withMessage("z is not recorded; recorded are [y]");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RecordedPass.record(graph, 0, List.of("y"), Map.of(), 0))
                .withMessage("no array for the placeholder x");
    }

    @Test
    void rounding_runs_in_the_graph_and_passes_its_gradient_back() {
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, 4);
        SDVariable seed = graph.placeHolder("seed", DataType.FLOAT, 4);
        SDVariable y = RoundingOperator.of(graph, x, new HalvesUpToOne())
                .mul(graph.constant(Nd4j.createFromArray(2f, 2f, 2f, 2f)));
        String gradient = Differentiation.gradients(graph, List.of("x"), Map.of(y.name(), seed))
                .get("x")
                .name();
        Map<String, INDArray> inputs =
                Map.of("x", Nd4j.createFromArray(0.2f, 0.3f, 0.9f, 1.4f), "seed", Nd4j.createFromArray(1f, 2f, 3f, 4f));
        try (RecordedPass pass = RecordedPass.record(graph, 0, List.of(y.name(), gradient), inputs, 0)) {
            pass.run(CancelToken.none());
            assertThat(pass.array(y.name()).toFloatVector()).containsExactly(0, 1, 2, 2);
            assertThat(pass.array(gradient).toFloatVector()).containsExactly(2, 4, 6, 0);
        }
    }

    @Test
    void a_variable_that_is_used_twice_gets_the_sum_of_both_gradients() {
        SDVariable x = graph.var("x", Nd4j.createFromArray(3f, -2f));
        SDVariable seed = graph.placeHolder("seed", DataType.FLOAT, 2);
        SDVariable y = x.mul(x).add(x);
        SDVariable gradient = Differentiation.gradients(graph, List.of("x", "unused"), Map.of(y.name(), seed))
                .get("x");
        try (RecordedPass pass =
                RecordedPass.record(graph, 0, List.of(gradient.name()), Map.of("seed", Nd4j.ones(2)), 0)) {
            pass.run(CancelToken.none());
            // d(x² + x)/dx = 2x + 1
            assertThat(pass.array(gradient.name()).toFloatVector()).containsExactly(new float[] {7, -3}, within(1e-6f));
        }
    }

    /** Rounds to multiples of a half and cuts off above one. */
    private static final class HalvesUpToOne implements ActivationRounding {
        @Override
        public void forward(int shard, float[] x, float[] rounded, int count) {
            for (int i = 0; i < count; i++) {
                rounded[i] = Math.min(1, (float) Math.rint(x[i] * 2) / 2);
            }
        }

        @Override
        public void backward(int shard, float[] x, float[] gradient, int count) {
            for (int i = 0; i < count; i++) {
                gradient[i] = x[i] > 1 ? 0 : gradient[i];
            }
        }
    }
}
