package org.bitwright.io.safetensors;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bitwright.model.ExternalFolder;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.OpenedFile;
import org.bitwright.model.Phrase;
import org.bitwright.model.StateDict;
import org.bitwright.model.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The index of a model in several files ({@code model.safetensors.index.json}): which file holds which tensor. The names
 * of the files keep the rules of {@link ExternalFolder}.
 */
final class ShardIndex {
    private static final String MAP = "weight_map";
    private static final int MAX_SHARDS = 10_000;

    private final OpenedFile file;
    private final Map<String, String> places = new LinkedHashMap<>();

    private ShardIndex(OpenedFile file) {
        this.file = file;
    }

    static StateDict read(OpenedFile file) throws IOException {
        return parsed(file).open();
    }

    /** The files that it names, each once. */
    static List<Path> files(OpenedFile file) throws IOException {
        ExternalFolder folder = new ExternalFolder(file.path());
        List<Path> files = new ArrayList<>();
        for (Map.Entry<String, String> entry : parsed(file).places.entrySet()) {
            Path path = folder.file(entry.getValue(), place(entry.getKey())).path();
            if (!files.contains(path)) {
                files.add(path);
            }
        }
        return files;
    }

    private static ShardIndex parsed(OpenedFile file) throws IOException {
        if (file.size() > SafetensorsReader.MAX_HEADER) {
            throw new InvalidFileException(
                    file.path(), Phrase.of("an index of more than %s bytes is not read", SafetensorsReader.MAX_HEADER));
        }
        ShardIndex index = new ShardIndex(file);
        byte[] json = SafetensorsReader.bytes(file, 0, (int) file.size());
        JsonReading.object(file.path(), Phrase.NONE, json, index::readMap);
        return index;
    }

    private void readMap(JsonReading json) throws IOException {
        boolean found = false;
        for (String key = json.nextKey(); key != null; key = json.nextKey()) {
            if (!key.equals(MAP)) {
                json.skipValue();
                continue;
            }
            found = true;
            json.enterObject();
            for (String tensor = json.nextKey(); tensor != null; tensor = json.nextKey()) {
                places.put(tensor, json.text());
            }
        }
        if (!found) {
            throw json.broken(Phrase.of("it is no index of safetensors files: its '%s' is missing", MAP));
        }
    }

    private StateDict open() throws IOException {
        ExternalFolder folder = new ExternalFolder(file.path());
        Map<String, Map<String, Tensor>> shards = new HashMap<>();
        List<Tensor> tensors = new ArrayList<>(places.size());
        for (Map.Entry<String, String> entry : places.entrySet()) {
            String location = entry.getValue();
            Map<String, Tensor> shard = shards.get(location);
            if (shard == null) {
                if (shards.size() == MAX_SHARDS) {
                    throw new InvalidFileException(file.path(), Phrase.of("it names more than %s files", MAX_SHARDS));
                }
                shard = byName(folder.file(location, place(entry.getKey())));
                shards.put(location, shard);
            }
            @Nullable Tensor tensor = shard.get(entry.getKey());
            if (tensor == null) {
                throw new InvalidFileException(
                        file.path(),
                        place(entry.getKey()),
                        Phrase.of("it is not in the file '%s' as the index says", location));
            }
            tensors.add(tensor);
        }
        return StateDict.of(tensors);
    }

    private static Map<String, Tensor> byName(OpenedFile shard) throws IOException {
        Map<String, Tensor> byName = new HashMap<>();
        SafetensorsReader.tensors(shard).forEach(tensor -> byName.put(tensor.name(), tensor));
        return byName;
    }

    private static Phrase place(String tensor) {
        return Phrase.of("tensor '%s'", tensor);
    }
}
