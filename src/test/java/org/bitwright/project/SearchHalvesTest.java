package org.bitwright.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.bitwright.project.SearchOfProjectTest.opened;
import static org.bitwright.project.SearchOfProjectTest.plan;
import static org.bitwright.project.SearchOfProjectTest.search;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPInputStream;
import org.bitwright.analysis.DataPart;
import org.bitwright.analysis.DataSplit;
import org.bitwright.analysis.search.Budget;
import org.bitwright.analysis.search.SearchResult;
import org.bitwright.model.DataSource;
import org.bitwright.model.Preprocessing;
import org.bitwright.runtime.session.InferenceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples that a search chooses by, and others that it reports on. */
class SearchHalvesTest {
    private static final int PIXELS = 28 * 28;
    private static final int IDX_IMAGES = 0x803;
    private static final int IDX_LABELS = 0x801;

    @TempDir
    private Path folder;

    @Test
    void theReportHalfHasNoSayInWhatIsChosen() throws IOException, InferenceException {
        DataSource plain = data("plain", false);
        DataSource spoilt = data("spoilt", true);
        SearchResult ofPlain;
        List<MeasuredConfig> measuredPlain;
        try (Project project = opened(plain)) {
            ofPlain = search(project, plan(project, new Budget.AverageBits(4)));
            measuredPlain = project.exploration().measured();
        }
        try (Project project = opened(spoilt)) {
            assertThat(search(project, plan(project, new Budget.AverageBits(4))))
                    .isEqualTo(ofPlain);
            List<MeasuredConfig> measured = project.exploration().measured();
            assertThat(measured)
                    .extracting(MeasuredConfig::config)
                    .containsExactlyElementsOf(
                            measuredPlain.stream().map(MeasuredConfig::config).toList());
            for (int i = 0; i < measured.size(); i++) {
                Measurement found = measured.get(i).measurement();
                Measurement before = measuredPlain.get(i).measurement();
                assertThat(found.accuracy(DataPart.SEARCH)).isEqualTo(before.accuracy(DataPart.SEARCH));
                assertThat(found.accuracy(DataPart.REPORT)).isNotEqualTo(before.accuracy(DataPart.REPORT));
            }
        }
    }

    /** 400 samples, of which the report half may be black images that are labelled one digit too high. */
    private DataSource data(String name, boolean spoilReportHalf) throws IOException {
        int samples = 400;
        byte[] images = read(Mnist.IMAGES, 16, samples * PIXELS);
        byte[] labels = read(Mnist.LABELS, 8, samples);
        for (int position : DataSplit.of(samples).indexes(DataPart.REPORT)) {
            if (spoilReportHalf) {
                Arrays.fill(images, position * PIXELS, (position + 1) * PIXELS, (byte) 0);
                labels[position] = (byte) ((labels[position] + 1) % 10);
            }
        }
        Path imageFile = folder.resolve(name + "-images-idx3-ubyte");
        Path labelFile = folder.resolve(name + "-labels-idx1-ubyte");
        write(imageFile, images, IDX_IMAGES, samples, 28, 28);
        write(labelFile, labels, IDX_LABELS, samples);
        return new DataSource(imageFile, Optional.of(labelFile), Preprocessing.scaled(1 / 255f), OptionalInt.empty());
    }

    private static byte[] read(Path gz, int skipped, int length) throws IOException {
        try (InputStream in = Files.newInputStream(gz);
                DataInputStream unpacked = new DataInputStream(new GZIPInputStream(in))) {
            unpacked.readFully(new byte[skipped]);
            byte[] bytes = new byte[length];
            unpacked.readFully(bytes);
            return bytes;
        }
    }

    private static void write(Path file, byte[] bytes, int... header) throws IOException {
        try (DataOutputStream out = new DataOutputStream(Files.newOutputStream(file))) {
            for (int number : header) {
                out.writeInt(number);
            }
            out.write(bytes);
        }
    }
}
