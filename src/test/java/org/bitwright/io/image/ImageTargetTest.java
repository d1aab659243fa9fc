package org.bitwright.io.image;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bitwright.model.Binding;
import org.bitwright.model.ElementType;
import org.bitwright.model.ValueInfo;
import org.junit.jupiter.api.Test;

class ImageTargetTest {

    @Test
    void theInputTellsSizeChannelsAndTheirPlace() {
        assertThat(target(-1L, 3L, 20L, 30L)).contains(new ImageTarget("x", 3, 20, 30, false));
        assertThat(target(1L, 20L, 30L, 3L)).contains(new ImageTarget("x", 3, 20, 30, true));
        assertThat(target(-1L, 28L, 28L, 1L)).contains(new ImageTarget("x", 1, 28, 28, true));
        assertThat(target(-1L, 28L, 30L)).contains(new ImageTarget("x", 1, 28, 30, false));
        assertThat(target(-1L, 784L)).contains(new ImageTarget("x", 1, 28, 28, false));
        assertThat(target(-1L, 3072L)).contains(new ImageTarget("x", 3, 32, 32, false));
    }

    @Test
    void otherInputsTakeNoImages() {
        assertThat(target(-1L, 5L, 20L, 30L)).isEmpty();
        assertThat(target(-1L, 10L)).isEmpty();
        assertThat(target(-1L)).isEmpty();
        assertThat(target(-1L, 3L, -1L, -1L)).isEmpty();
    }

    @Test
    void openAxesAreToldByTheirNames() {
        List<ValueInfo> inputs = List.of(new ValueInfo(
                "x", ElementType.FLOAT32, List.of(-1L, 3L, -1L, -1L), List.of("batch", "", "height", "")));

        assertThat(ImageTarget.openAxes(inputs, Binding.none())).containsExactly("height", "x:3");
        Binding told = Binding.none().withAxes(Map.of("height", 8, "x:3", 9));
        assertThat(ImageTarget.openAxes(inputs, told)).isEmpty();
        assertThat(ImageTarget.of(inputs, told)).contains(new ImageTarget("x", 3, 8, 9, false));
    }

    @Test
    void anInputThatIsFilledWithANumberTakesNone() {
        List<ValueInfo> inputs = List.of(
                new ValueInfo("mask", ElementType.FLOAT32, List.of(-1L, 1L, 8L, 8L)),
                new ValueInfo("image", ElementType.UINT8, List.of(-1L, 3L, 8L, 8L)));

        assertThat(ImageTarget.of(inputs, Binding.none().withConstants(Map.of("mask", 1.0))))
                .contains(new ImageTarget("image", 3, 8, 8, false));
    }

    private static Optional<ImageTarget> target(Long... extents) {
        return ImageTarget.of(List.of(new ValueInfo("x", ElementType.FLOAT32, List.of(extents))), Binding.none());
    }
}
