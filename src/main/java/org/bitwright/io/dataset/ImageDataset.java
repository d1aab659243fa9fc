package org.bitwright.io.dataset;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.bitwright.io.image.ImageReading;
import org.bitwright.io.image.ImageTarget;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.Phrase;
import org.bitwright.model.SampleInput;
import org.bitwright.model.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Images that are decoded when they are first read. What was made of them is kept, as bytes, until a budget is used up:
 * passes go over the same samples in the same order, so that replacing older ones would keep none for the next pass.
 */
final class ImageDataset implements Dataset {
    private static final long MAX_KEPT = 256L << 20;

    private final ImageFolder folder;
    private final ImageTarget target;
    private final ImageReading reading;
    private final String digest;
    private final int @Nullable [] labels;
    private final AtomicReferenceArray<byte @Nullable []> kept;
    private final AtomicLong left;

    /** @param labels one a file; {@code null} where there are none */
    ImageDataset(ImageFolder folder, ImageTarget target, ImageReading reading, int @Nullable [] labels, String digest) {
        this.folder = folder;
        this.target = target;
        this.reading = reading;
        this.digest = digest;
        this.labels = labels;
        this.kept = new AtomicReferenceArray<>(folder.files().size());
        this.left = new AtomicLong(Math.min(MAX_KEPT, Runtime.getRuntime().maxMemory() / 8));
    }

    @Override
    public String name() {
        return String.valueOf(folder.folder().getFileName());
    }

    @Override
    public int size() {
        return folder.files().size();
    }

    @Override
    public Shape sampleShape() {
        return target.shape();
    }

    @Override
    public List<SampleInput> inputs() {
        return List.of(new SampleInput(target.input(), ElementType.UINT8, target.shape()));
    }

    @Override
    public void read(int first, int count, float[] into, int at) {
        Objects.checkFromIndexSize(first, count, size());
        int next = at;
        for (int sample = first; sample < first + count; sample++) {
            for (byte value : bytes(sample)) {
                into[next++] = value & 0xFF;
            }
        }
    }

    @Override
    public void readLongs(int input, int first, int count, long[] into, int at) {
        Objects.checkIndex(input, 1);
        Objects.checkFromIndexSize(first, count, size());
        int next = at;
        for (int sample = first; sample < first + count; sample++) {
            for (byte value : bytes(sample)) {
                into[next++] = value & 0xFF;
            }
        }
    }

    private byte[] bytes(int sample) {
        byte[] known = kept.get(sample);
        if (known != null) {
            return known;
        }
        Path file = folder.files().get(sample);
        try {
            byte[] made = reading.read(file);
            if (left.addAndGet(-made.length) >= 0) {
                kept.set(sample, made);
            } else {
                left.addAndGet(made.length);
            }
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public boolean readsSlowly() {
        return true;
    }

    @Override
    public String sampleName(int sample) {
        return folder.folder().relativize(folder.files().get(sample)).toString();
    }

    @Override
    public List<String> classes() {
        return folder.classes();
    }

    @Override
    public List<Phrase> notes() {
        return folder.broken();
    }

    @Override
    public Optional<int[]> labels() {
        return Optional.ofNullable(labels);
    }

    @Override
    public String digest() {
        return digest;
    }
}
