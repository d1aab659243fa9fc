package org.bitwright.project;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.bitwright.export.LayerSource;
import org.bitwright.model.Layer;
import org.bitwright.model.Model;
import org.bitwright.quant.LayerQuantizer;
import org.bitwright.quant.LayerWeights;
import org.bitwright.quant.QuantizedLayer;
import org.bitwright.quant.TensorConfig;
import org.bitwright.quant.WeightOverlay;
import org.bitwright.task.CancelToken;
import org.jspecify.annotations.Nullable;

/**
 * Weights with their histograms, and what configurations made of them. Weights are held firmly up to a quarter of the
 * heap, beyond it as long as memory lasts. Thread-safe; what reads or computes blocks.
 */
public final class LayerCache implements LayerSource {
    private static final long HISTOGRAM_BYTES = 1 << 20;
    private static final long MAX_GRANULES = 2_000_000;

    private record Key(String layer, TensorConfig config) {}

    /** Float weights: the layer's own, or those of an overlay. */
    private record WeightsKey(String layer, Optional<WeightOverlay> overlay) {}

    private final Model model;
    private final CostBoundedCache<WeightsKey, LayerWeights> held = new CostBoundedCache<>(
            Runtime.getRuntime().maxMemory() / 4, weights -> weights.heldBytes() + HISTOGRAM_BYTES);
    private final CostBoundedCache<Key, QuantizedLayer> quantized = new CostBoundedCache<>(
            MAX_GRANULES,
            layer -> layer.grids().size() + 2L * layer.channelErrors().size());
    private final Map<WeightsKey, SoftReference<LayerWeights>> loose = new ConcurrentHashMap<>();
    private final Map<String, ReentrantLock> reading = new ConcurrentHashMap<>();
    /** Two jobs that want the same numbers compute them once. */
    private final Map<Key, ReentrantLock> computing = new ConcurrentHashMap<>();

    LayerCache(Model model) {
        this.model = model;
    }

    /** The float weights that a configuration of a layer quantizes, with their histograms. */
    public LayerWeights weights(String layer, TensorConfig config, CancelToken cancel) throws IOException {
        return weights(named(layer), config, cancel);
    }

    /** Exact grids and errors of a layer at a configuration. */
    public QuantizedLayer quantized(String layer, TensorConfig config, CancelToken cancel) throws IOException {
        return quantized(named(layer), config, cancel);
    }

    /** The same if it is in the cache: for undo, which is instant. */
    public Optional<QuantizedLayer> cached(String layer, TensorConfig config) {
        return quantized.get(new Key(layer, config));
    }

    private Layer named(String layer) {
        return model.layer(layer).orElseThrow(() -> new NoSuchElementException("no layer is named '" + layer + "'"));
    }

    @Override
    public LayerWeights weights(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        WeightsKey key = new WeightsKey(layer.name(), config.overlay());
        ReentrantLock lock = reading.computeIfAbsent(layer.name(), name -> new ReentrantLock());
        acquire(lock, cancel);
        try {
            LayerWeights weights = known(key);
            if (weights == null) {
                weights = LayerWeights.read(layer, config.overlay(), cancel);
                loose.put(key, new SoftReference<>(weights));
            }
            held.put(key, weights);
            return weights;
        } finally {
            lock.unlock();
        }
    }

    private @Nullable LayerWeights known(WeightsKey key) {
        SoftReference<LayerWeights> reference = loose.get(key);
        return held.get(key).orElseGet(() -> reference == null ? null : reference.get());
    }

    @Override
    public QuantizedLayer quantized(Layer layer, TensorConfig config, CancelToken cancel) throws IOException {
        Key key = new Key(layer.name(), config);
        Optional<QuantizedLayer> cached = quantized.get(key);
        if (cached.isPresent()) {
            return cached.get();
        }
        ReentrantLock lock = computing.computeIfAbsent(key, k -> new ReentrantLock());
        acquire(lock, cancel);
        try {
            Optional<QuantizedLayer> meanwhile = quantized.get(key);
            if (meanwhile.isPresent()) {
                return meanwhile.get();
            }
            LayerWeights weights = weights(layer, config, cancel);
            weights.checkHeld();
            QuantizedLayer result = LayerQuantizer.quantize(weights, config, cancel);
            quantized.put(key, result);
            return result;
        } finally {
            lock.unlock();
            computing.remove(key, lock);
        }
    }

    private static void acquire(ReentrantLock lock, CancelToken cancel) throws IOException {
        try {
            do {
                cancel.throwIfCancelled();
            } while (!lock.tryLock(50, TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a layer", e);
        }
    }
}
