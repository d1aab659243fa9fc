package org.bitwright.quant;

import java.util.Arrays;
import java.util.Optional;
import org.bitwright.model.Phrase;
import org.bitwright.model.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Levels in any places, rising, with the borders half way between them. A value on a border belongs to the lower level.
 * Immutable; equal where the levels are.
 */
public final class LevelTable {
    /** The levels of NF4 (QLoRA, Dettmers et al. 2023, appendix E). */
    public static final LevelTable NF4 = of(
            -1f,
            -0.6961928f,
            -0.52507305f,
            -0.39491749f,
            -0.28444138f,
            -0.18477343f,
            -0.091050036f,
            0f,
            0.0795803f,
            0.1609302f,
            0.2461123f,
            0.33791524f,
            0.44070983f,
            0.562617f,
            0.72295684f,
            1f);

    private final float[] levels;
    private final float[] borders;
    private volatile @Nullable LevelCellIndex index;
    private volatile @Nullable Optional<BorderCells> cells;

    private LevelTable(float[] levels) {
        this.levels = levels;
        this.borders = new float[Math.max(0, levels.length - 1)];
        for (int i = 0; i < borders.length; i++) {
            borders[i] = below(((double) levels[i] + levels[i + 1]) / 2);
        }
    }

    /** The greatest float that is not above {@code border}: for floats x, x &gt; border just where x &gt; it. */
    private static float below(double border) {
        float nearest = (float) border;
        return nearest > border ? Math.nextDown(nearest) : nearest;
    }

    /** @param levels at least one, finite, rising; equal neighbours are allowed, of which the lower one is used */
    public static LevelTable of(float... levels) {
        for (int i = 0; i < levels.length; i++) {
            if (!Float.isFinite(levels[i]) || (i > 0 && levels[i] < levels[i - 1])) {
                throw new RefusedException(Phrase.of(
                        "levels are finite and rise, but these do not: %s",
                        Arrays.toString(Arrays.copyOf(levels, Math.min(levels.length, 16)))));
            }
        }
        if (levels.length == 0) {
            throw new RefusedException(Phrase.of("a table has at least one level"));
        }
        return new LevelTable(levels.clone());
    }

    public int size() {
        return levels.length;
    }

    public float level(int index) {
        return levels[index];
    }

    /** The border above level {@code index}: a value above it belongs to the next level. */
    float border(int index) {
        return borders[index];
    }

    /** As loops over vectors read it. */
    Bits bits() {
        int[] changes = new int[borders.length];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = Float.floatToRawIntBits(levels[i]) ^ Float.floatToRawIntBits(levels[i + 1]);
        }
        return new Bits(Float.floatToRawIntBits(levels[0]), borders, changes);
    }

    /**
     * The bits of the lowest level and, for each border, those bits that differ between the level below and the one
     * above it.
     */
    record Bits(int lowest, float[] borders, int[] changes) {}

    /** Finds {@link #nearest} for many values; made once it is asked for. */
    LevelCellIndex index() {
        LevelCellIndex made = index;
        if (made == null) {
            made = new LevelCellIndex(borders);
            index = made;
        }
        return made;
    }

    /** The same for loops over vectors; empty where borders lie too near to each other. */
    Optional<BorderCells> borderCells() {
        Optional<BorderCells> made = cells;
        if (made == null) {
            made = borders.length == 0 ? Optional.empty() : BorderCells.of(bits());
            cells = made;
        }
        return made;
    }

    /** The level nearest to a value that is not NaN. */
    int nearest(float x) {
        int low = 0;
        int high = borders.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (x > borders[middle]) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Distance of the two nearest neighbours; 0 where there is one level. */
    float leastDistance() {
        float least = Float.POSITIVE_INFINITY;
        for (int i = 1; i < levels.length; i++) {
            least = Math.min(least, levels[i] - levels[i - 1]);
        }
        return Float.isInfinite(least) ? 0 : least;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LevelTable that && Arrays.equals(levels, that.levels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(levels);
    }

    @Override
    public String toString() {
        return Arrays.toString(levels);
    }
}
