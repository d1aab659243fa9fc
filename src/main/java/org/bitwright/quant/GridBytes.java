package org.bitwright.quant;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The grids of a weight as they are stored beside its codes, in exactly the bits that {@link StorageSize} counts:
 * little-endian float32 scales (α for binary and ternary, max|x| for NF4, rising centroids for codebooks), then zero
 * points less qmin at the format's width, packed from the lowest bit; for MX an E8M0 byte a block; for NVFP4 the
 * tensor's scale and an E4M3 byte a block; nothing for FP16 and BF16.
 *
 * @param zeroPoints whether uniform integers have zero points
 */
public record GridBytes(NumberFormat format, boolean zeroPoints) {
    private static final int E8M0_BIAS = 127;

    /** How the grids of a configuration are stored. */
    public static GridBytes of(TensorConfig config) {
        return new GridBytes(config.format(), StorageSize.hasZeroPoints(config));
    }

    /** Bits of so many grids. */
    public long bits(long granules) {
        return StorageSize.gridBits(format, zeroPoints, granules);
    }

    /** Whole bytes of so many grids. */
    public long size(long granules) {
        return (bits(granules) + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** The bytes of grids that were made for the format. */
    public byte[] encode(List<Grid> grids) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(size(grids.size()))).order(ByteOrder.LITTLE_ENDIAN);
        if (format instanceof NumberFormat.NvFp4) {
            out.putFloat(grids.isEmpty() ? 1 : ((NvFp4Grid) grids.get(0)).tensorScale());
        }
        grids.forEach(grid -> put(grid, out));
        if (zeroPoints && format instanceof NumberFormat.Uniform uniform) {
            putZeroPoints(grids, uniform, out);
        }
        return out.array();
    }

    private void put(Grid grid, ByteBuffer out) {
        if (grid instanceof UniformGrid uniform) {
            out.putFloat(uniform.scale());
        } else if (grid instanceof BinaryGrid binary) {
            out.putFloat(binary.alpha());
        } else if (grid instanceof TernaryGrid ternary) {
            out.putFloat(ternary.alpha());
        } else if (grid instanceof NvFp4Grid block) {
            out.put((byte) FloatType.E4M3FN.encode(block.blockScale()));
        } else if (grid instanceof TableGrid table) {
            put(table, out);
        } else if (grid instanceof FloatGrid floats) {
            put(floats, out);
        }
    }

    private void put(TableGrid grid, ByteBuffer out) {
        if (format instanceof NumberFormat.Codebook) {
            for (int level = 0; level < grid.levels(); level++) {
                out.putFloat(grid.level(level));
            }
        } else {
            out.putFloat(grid.scale());
        }
    }

    private void put(FloatGrid grid, ByteBuffer out) {
        if (format instanceof NumberFormat.Microscaling) {
            out.put((byte) (Math.getExponent((double) grid.scale()) + E8M0_BIAS));
        } else if (format instanceof NumberFormat.Minifloat) {
            out.putFloat(grid.scale());
        }
    }

    private static void putZeroPoints(List<Grid> grids, NumberFormat.Uniform format, ByteBuffer out) {
        long pending = 0;
        int bits = 0;
        for (Grid grid : grids) {
            pending |= (long) (((UniformGrid) grid).zeroPoint() - format.qmin()) << bits;
            for (bits += format.bits(); bits >= Byte.SIZE; bits -= Byte.SIZE) {
                out.put((byte) pending);
                pending >>>= Byte.SIZE;
            }
        }
        if (bits > 0) {
            out.put((byte) pending);
        }
    }

    /**
     * The grids that {@link #encode} wrote, from bytes that nobody vouches for.
     *
     * @throws IllegalArgumentException if the bytes are too many, too few, or hold what no grid can have
     */
    public List<Grid> decode(byte[] bytes, int granules) {
        if (bytes.length != size(granules)) {
            throw new IllegalArgumentException(
                    bytes.length + " bytes where " + granules + " grids take " + size(granules));
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            return decode(in, granules);
        } catch (BufferUnderflowException e) {
            throw new IllegalArgumentException("the grids end too early", e);
        }
    }

    private List<Grid> decode(ByteBuffer in, int granules) {
        if (format instanceof NumberFormat.Uniform uniform) {
            return uniform(uniform, in, granules);
        }
        if (format instanceof NumberFormat.HalfFloat half) {
            return repeated(granules, new FloatGrid(half.type(), 1, half.saturating()));
        }
        if (format instanceof NumberFormat.NvFp4) {
            float tensorScale = positive(in.getFloat());
            return list(granules, i -> new NvFp4Grid(tensorScale, blockScale(in.get() & 0xFF)));
        }
        return list(granules, i -> grid(in));
    }

    private Grid grid(ByteBuffer in) {
        if (format instanceof NumberFormat.Microscaling mx) {
            return new FloatGrid(mx.element(), sharedScale(in.get() & 0xFF), true);
        }
        if (format instanceof NumberFormat.Minifloat minifloat) {
            return new FloatGrid(minifloat.type(), in.getFloat(), true);
        }
        if (format instanceof NumberFormat.Codebook codebook) {
            float[] levels = new float[1 << codebook.bits()];
            for (int i = 0; i < levels.length; i++) {
                levels[i] = in.getFloat();
            }
            return new TableGrid(LevelTable.of(levels), 1);
        }
        if (format instanceof NumberFormat.Nf4) {
            return new TableGrid(LevelTable.NF4, in.getFloat());
        }
        // The threshold decided which code a value got; to decode it is not needed.
        return format instanceof NumberFormat.Ternary
                ? new TernaryGrid(0, in.getFloat())
                : new BinaryGrid(in.getFloat());
    }

    private List<Grid> uniform(NumberFormat.Uniform uniform, ByteBuffer in, int granules) {
        float[] scales = new float[granules];
        for (int i = 0; i < granules; i++) {
            scales[i] = in.getFloat();
        }
        int[] zeroPoints = zeroPoints(uniform, in, granules);
        return list(granules, i -> new UniformGrid(scales[i], zeroPoints[i], uniform.qmin(), uniform.qmax()));
    }

    private int[] zeroPoints(NumberFormat.Uniform uniform, ByteBuffer in, int granules) {
        int[] read = new int[granules];
        if (!zeroPoints) {
            return read;
        }
        long pending = 0;
        int bits = 0;
        for (int i = 0; i < granules; i++) {
            for (; bits < uniform.bits(); bits += Byte.SIZE) {
                pending |= (in.get() & 0xFFL) << bits;
            }
            read[i] = (int) (pending & (1L << uniform.bits()) - 1) + uniform.qmin();
            pending >>>= uniform.bits();
            bits -= uniform.bits();
        }
        if (pending != 0) {
            throw new IllegalArgumentException("the last byte of the zero points is not filled with zeros");
        }
        return read;
    }

    private static float sharedScale(int code) {
        if (code == 0xFF) {
            throw new IllegalArgumentException("a shared scale is NaN");
        }
        return Math.scalb(1f, code - E8M0_BIAS);
    }

    private static float blockScale(int code) {
        float scale = FloatType.E4M3FN.decode(code);
        if (!(scale >= 0 && scale <= FloatType.E4M3FN.max())) {
            throw new IllegalArgumentException("a block's scale is " + scale);
        }
        return scale;
    }

    private static float positive(float scale) {
        if (!(scale > 0) || Float.isInfinite(scale)) {
            throw new IllegalArgumentException("a scale is positive and finite, but this is " + scale);
        }
        return scale;
    }

    private static List<Grid> repeated(int count, Grid grid) {
        Grid[] grids = new Grid[count];
        Arrays.fill(grids, grid);
        return Arrays.asList(grids);
    }

    private static List<Grid> list(int count, IntFunction<Grid> grid) {
        List<Grid> grids = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            grids.add(grid.apply(i));
        }
        return grids;
    }
}
