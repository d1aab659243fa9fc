package org.bitwright.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Phrase;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.FloatType;
import org.bitwright.quant.Grid;
import org.bitwright.quant.LevelTable;
import org.bitwright.quant.ManualGrid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.NvFp4Grid;
import org.bitwright.quant.TableGrid;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.quant.UniformGrid;

/** The exact numbers of a layer's grids as configurations tell them, one a granule. 16-bit floats have none. */
final class GridJson {
    private static final String SCALE = "scale";
    private static final String ALPHA = "alpha";

    private GridJson() {}

    /** @param grids of one layer: all of the format */
    static void put(ObjectNode node, NumberFormat format, List<Grid> grids) {
        if (format instanceof NumberFormat.Uniform) {
            putAll(node, SCALE, grids, grid -> ((UniformGrid) grid).scale());
            ArrayNode zeroPoints = node.putArray("zero_point");
            grids.forEach(grid -> zeroPoints.add(((UniformGrid) grid).zeroPoint()));
        } else if (format instanceof NumberFormat.Binary) {
            putAll(node, ALPHA, grids, grid -> ((BinaryGrid) grid).alpha());
        } else if (format instanceof NumberFormat.Ternary) {
            putAll(node, ALPHA, grids, grid -> ((TernaryGrid) grid).alpha());
            putAll(node, "threshold", grids, grid -> ((TernaryGrid) grid).threshold());
        } else if (format instanceof NumberFormat.Minifloat || format instanceof NumberFormat.Microscaling) {
            putAll(node, SCALE, grids, grid -> ((FloatGrid) grid).scale());
        } else if (format instanceof NumberFormat.NvFp4) {
            node.put("tensor_scale", (double) ((NvFp4Grid) grids.get(0)).tensorScale());
            putAll(node, "block_scale", grids, grid -> ((NvFp4Grid) grid).blockScale());
        } else if (format instanceof NumberFormat.Nf4) {
            putAll(node, SCALE, grids, grid -> ((TableGrid) grid).scale());
        } else if (format instanceof NumberFormat.Codebook) {
            putCodebooks(node.putArray("codebook"), grids);
        }
    }

    private static void putAll(ObjectNode node, String name, List<Grid> grids, ToDoubleFunction<Grid> number) {
        ArrayNode numbers = node.putArray(name);
        grids.forEach(grid -> numbers.add(number.applyAsDouble(grid)));
    }

    private static void putCodebooks(ArrayNode codebooks, List<Grid> grids) {
        for (Grid grid : grids) {
            ArrayNode levels = codebooks.addArray();
            for (int i = 0; i < grid.levels(); i++) {
                levels.add((double) grid.level(i));
            }
        }
    }

    /**
     * The grids that {@link #put} wrote; none where the format has none or the file does not tell them.
     *
     * @throws InvalidFileException if there are impossible ones among them
     */
    static List<Grid> read(JsonField from, NumberFormat format) throws InvalidFileException {
        if (format instanceof NumberFormat.Uniform uniform) {
            return has(from, SCALE) ? uniform(from, uniform) : List.of();
        }
        if (format instanceof NumberFormat.Binary) {
            float[] alphas = numbers(from, ALPHA);
            return grids(from, ALPHA, alphas.length, i -> new BinaryGrid(alphas[i]));
        }
        if (format instanceof NumberFormat.Ternary) {
            float[] alphas = numbers(from, ALPHA);
            float[] thresholds = sameLength(from, "threshold", alphas.length);
            return grids(from, ALPHA, alphas.length, i -> new TernaryGrid(thresholds[i], alphas[i]));
        }
        if (format instanceof NumberFormat.Minifloat minifloat) {
            return floats(from, minifloat.type());
        }
        if (format instanceof NumberFormat.Microscaling mx) {
            return floats(from, mx.element());
        }
        if (format instanceof NumberFormat.NvFp4 && has(from, "tensor_scale")) {
            float tensor = from.get("tensor_scale").real32();
            float[] blocks = numbers(from, "block_scale");
            return grids(from, "block_scale", blocks.length, i -> new NvFp4Grid(tensor, blocks[i]));
        }
        if (format instanceof NumberFormat.Nf4) {
            float[] scales = numbers(from, SCALE);
            return grids(from, SCALE, scales.length, i -> new TableGrid(LevelTable.NF4, scales[i]));
        }
        return format instanceof NumberFormat.Codebook codebook && has(from, "codebook")
                ? codebooks(from.get("codebook"), 1 << codebook.bits())
                : List.of();
    }

    private static List<Grid> uniform(JsonField from, NumberFormat.Uniform format) throws InvalidFileException {
        float[] scales = from.get(SCALE).reals32();
        int[] zeroPoints = from.get("zero_point").integers(Short.MIN_VALUE, 0xFFFF);
        if (scales.length != zeroPoints.length) {
            return from.fail(Phrase.of("%s scales but %s zero points", scales.length, zeroPoints.length));
        }
        return grids(from, SCALE, scales.length, i -> {
            UniformGrid grid = new UniformGrid(scales[i], zeroPoints[i], format.qmin(), format.qmax());
            ManualGrid.ofGrid(grid); // it must be possible to set it by hand
            return grid;
        });
    }

    private static List<Grid> floats(JsonField from, FloatType type) throws InvalidFileException {
        float[] scales = numbers(from, SCALE);
        return grids(from, SCALE, scales.length, i -> new FloatGrid(type, scales[i], true));
    }

    private static List<Grid> codebooks(JsonField list, int size) throws InvalidFileException {
        List<Grid> grids = new ArrayList<>();
        for (JsonField codebook : list.elements()) {
            float[] levels = codebook.reals32();
            if (levels.length != size) {
                return codebook.fail(Phrase.of("%s centroids where there should be %s", levels.length, size));
            }
            try {
                grids.add(new TableGrid(LevelTable.of(levels), 1));
            } catch (IllegalArgumentException e) {
                return codebook.fail(Phrase.toldBy(e));
            }
        }
        return grids;
    }

    private static List<Grid> grids(JsonField from, String name, int count, IntFunction<Grid> grid)
            throws InvalidFileException {
        List<Grid> grids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            try {
                grids.add(grid.apply(i));
            } catch (IllegalArgumentException e) {
                return from.get(name).elements().get(i).fail(Phrase.toldBy(e));
            }
        }
        return grids;
    }

    private static boolean has(JsonField from, String name) {
        return from.find(name).isPresent();
    }

    private static float[] numbers(JsonField from, String name) throws InvalidFileException {
        return has(from, name) ? from.get(name).reals32() : new float[0];
    }

    private static float[] sameLength(JsonField from, String name, int length) throws InvalidFileException {
        float[] numbers = numbers(from, name);
        return numbers.length == length
                ? numbers
                : from.fail(Phrase.of("%s numbers in '%s' where there should be %s", numbers.length, name, length));
    }
}
