package org.bitwright.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.bitwright.onnx.OnnxDocument;
import org.bitwright.onnx.OnnxModels;
import org.bitwright.runtime.session.Ingredients;
import org.bitwright.runtime.session.Recipe;
import org.bitwright.runtime.session.SessionOptions;
import org.bitwright.runtime.session.Values;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionsTest {
    @TempDir
    private Path folder;

    @Test
    void aRecipeGivesTheSameSessionWheneverItIsFollowed() throws Exception {
        OnnxDocument document = OnnxModels.opset(13)
                .input("x", -1, 2)
                .weight("w", new float[] {1, 0, 0, 1}, 2, 2)
                .node("MatMul", "product", "x w", "y")
                .output("y", -1, 2)
                .open(folder);
        Recipe recipe = Sessions.recipe(Map.of("w", new float[] {2, 1, 0, 3}), document, SessionOptions.usual(1));
        Map<String, Values> x = Map.of("x", SingleRun.floats(new float[] {1, 10}, 1, 2));

        Ingredients first = recipe.ingredients();
        Ingredients second = recipe.ingredients();

        assertThat(first.name()).isEqualTo("model.onnx");
        assertThat(second.source().model()).isEqualTo(first.source().model());
        assertThat(second.initializers().get("w").bytes())
                .isNotSameAs(first.initializers().get("w").bytes())
                .isEqualTo(first.initializers().get("w").bytes());
        for (int i = 0; i < 2; i++) {
            // 1 · 2 + 10 · 0 and 1 · 1 + 10 · 3
            assertThat(SingleRun.first(Engines.current().open(recipe), x)).containsExactly(2, 31);
        }
    }
}
