package org.bitwright.ui.common;

import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.bitwright.quant.BinaryGrid;
import org.bitwright.quant.FloatGrid;
import org.bitwright.quant.Grid;
import org.bitwright.quant.NumberFormat;
import org.bitwright.quant.NvFp4Grid;
import org.bitwright.quant.TableGrid;
import org.bitwright.quant.TernaryGrid;
import org.bitwright.quant.UniformGrid;

/**
 * A number by which grids of a format are known: its step, its α, its block scales. From the least to the greatest where
 * grids differ.
 *
 * @param key of its name
 * @param text few digits
 * @param exact all digits
 */
public record GridFigure(String key, String text, String exact) {
    private static final String SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    public String name() {
        return Texts.get(key);
    }

    /** The figures of grids of one format. */
    public static List<GridFigure> of(NumberFormat format, List<Grid> grids) {
        List<GridFigure> figures = new ArrayList<>();
        if (grids.isEmpty()) {
            return figures;
        }
        if (format instanceof NumberFormat.Uniform) {
            figures.add(of("figure.step", grids, grid -> ((UniformGrid) grid).scale()));
            zeroPoints(grids, figures);
        } else if (format instanceof NumberFormat.Minifloat) {
            figures.add(of("figure.scale", grids, grid -> ((FloatGrid) grid).scale()));
        } else if (format instanceof NumberFormat.Binary) {
            figures.add(of("figure.alpha", grids, grid -> ((BinaryGrid) grid).alpha()));
        } else if (format instanceof NumberFormat.Ternary) {
            figures.add(of("figure.alpha", grids, grid -> ((TernaryGrid) grid).alpha()));
            figures.add(of("figure.threshold", grids, grid -> ((TernaryGrid) grid).threshold()));
        } else if (format instanceof NumberFormat.Nf4) {
            figures.add(of("figure.blockScale", grids, grid -> ((TableGrid) grid).scale()));
        } else if (format instanceof NumberFormat.Microscaling) {
            figures.add(powers(grids));
        } else if (format instanceof NumberFormat.NvFp4) {
            nvFp4(grids, figures);
        } else if (format instanceof NumberFormat.Codebook) {
            codebook(grids, figures);
        }
        return figures;
    }

    private static void zeroPoints(List<Grid> grids, List<GridFigure> figures) {
        DoubleSummaryStatistics points = statistics(grids, grid -> ((UniformGrid) grid).zeroPoint());
        if (points.getMin() != 0 || points.getMax() != 0) {
            figures.add(counted("figure.zeroPoint", points));
        }
    }

    private static GridFigure powers(List<Grid> grids) {
        DoubleSummaryStatistics exponents =
                statistics(grids, grid -> Math.getExponent((double) ((FloatGrid) grid).scale()));
        String least = power(exponents.getMin());
        String most = power(exponents.getMax());
        String text = least.equals(most) ? least : least + " … " + most;
        return new GridFigure("figure.blockScale", text, text);
    }

    private static String power(double exponent) {
        StringBuilder text = new StringBuilder("2");
        for (char figure : String.valueOf((long) exponent).toCharArray()) {
            text.append(figure == '-' ? '⁻' : SUPERSCRIPTS.charAt(figure - '0'));
        }
        return text.toString();
    }

    private static void nvFp4(List<Grid> grids, List<GridFigure> figures) {
        figures.add(of("figure.tensorScale", grids, grid -> ((NvFp4Grid) grid).tensorScale()));
        figures.add(of("figure.blockScale", grids, grid -> ((NvFp4Grid) grid).blockScale()));
        long zeros =
                grids.stream().filter(grid -> ((NvFp4Grid) grid).isUnderflow()).count();
        if (zeros > 0) {
            figures.add(new GridFigure("figure.zeroBlocks", Numbers.count(zeros), Numbers.count(zeros)));
        }
    }

    private static void codebook(List<Grid> grids, List<GridFigure> figures) {
        figures.add(counted("figure.centroids", statistics(grids, GridFigure::distinct)));
        figures.add(of("figure.distance", grids, Grid::step));
    }

    /** Centroids that differ: fewer than the codebook has room for where there are fewer values. */
    private static int distinct(Grid grid) {
        int distinct = 1;
        for (int i = 1; i < grid.levels(); i++) {
            distinct += grid.level(i) > grid.level(i - 1) ? 1 : 0;
        }
        return distinct;
    }

    private static DoubleSummaryStatistics statistics(List<Grid> grids, ToDoubleFunction<Grid> value) {
        return grids.stream().mapToDouble(value).summaryStatistics();
    }

    private static GridFigure of(String key, List<Grid> grids, ToDoubleFunction<Grid> value) {
        DoubleSummaryStatistics values = statistics(grids, value);
        if (values.getMin() == values.getMax()) {
            return new GridFigure(key, Numbers.shortText(values.getMin()), Numbers.exact((float) values.getMin()));
        }
        return new GridFigure(
                key,
                Numbers.shortText(values.getMin()) + " … " + Numbers.shortText(values.getMax()),
                Numbers.exact((float) values.getMin()) + " … " + Numbers.exact((float) values.getMax()));
    }

    private static GridFigure counted(String key, DoubleSummaryStatistics values) {
        String least = Numbers.count((long) values.getMin());
        String text =
                values.getMin() == values.getMax() ? least : least + " … " + Numbers.count((long) values.getMax());
        return new GridFigure(key, text, text);
    }
}
