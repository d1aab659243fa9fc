package org.bitwright.io.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.GZIPOutputStream;
import org.bitwright.fuzz.BadFile;
import org.bitwright.fuzz.Tally;
import org.bitwright.model.DataSource;
import org.bitwright.model.Dataset;
import org.bitwright.model.ElementType;
import org.bitwright.model.InvalidFileException;
import org.bitwright.model.Preprocessing;
import org.bitwright.model.Shape;
import org.bitwright.model.ValueInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(Tally.class)
class CsvReaderTest {
    @TempDir
    Path folder;

    @Test
    void namesAboveTellTheLabelColumn() throws IOException {
        Dataset data = read("a,label,b\n1,3,-2.5\n4,0,6e1\n", "");

        assertThat(data.size()).isEqualTo(2);
        assertThat(data.sampleShape()).isEqualTo(Shape.of(2));
        assertThat(values(data)).containsExactly(1, -2.5f, 4, 60);
        assertThat(data.labels().orElseThrow()).containsExactly(3, 0);
        assertThat(DatasetReader.defaultScale(folder.resolve("data.csv"))).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"first,1", "second,2", "third,3", "1,1", "2,2", "3,3"})
    void theLabelColumnIsChosenByNameOrNumber(String wanted, int column) throws IOException {
        Dataset data = read("first,second,third\n1,2,3\n1,2,3\n", wanted);

        assertThat(data.labels().orElseThrow()).containsExactly(column, column);
        assertThat(data.sampleShape()).isEqualTo(Shape.of(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {"1,2.5,3", "1;2.5;3", "1|2.5|3", "1 2.5  3", "1;2,5;3", "'\"1\",\"2.5\",\"3\"'", "' 1 , 2.5 , 3 '"
            })
    void separatorsAreFound(String line) throws IOException {
        assertThat(values(read(line + "\n\n" + line + "\r\n", ""))).containsExactly(1, 2.5f, 3, 1, 2.5f, 3);
    }

    @Test
    void tabsAndAMarkAtTheStartAreUnderstood() throws IOException {
        assertThat(values(read("\uFEFF1\t2\n3\t4", ""))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void namesOfClassesAreNumberedInTheirOrder() throws IOException {
        Dataset data = read("x,class\n1,setosa\n2,virginica\n3,setosa\n4,\"a, quoted\"\n", "");

        assertThat(data.classes()).containsExactly("a, quoted", "setosa", "virginica");
        assertThat(data.labels().orElseThrow()).containsExactly(1, 2, 1, 0);
    }

    @Test
    void withoutALabelColumnThereAreNoLabels() throws IOException {
        Dataset data = read("1,2\n3,4\n", "");

        assertThat(data.labels()).isEmpty();
        assertThat(data.sampleShape()).isEqualTo(Shape.of(2));
    }

    @Test
    void oneColumnMoreThanTheNetworkTakesAsksForTheLabels() throws IOException {
        Path file = write("data.csv", "1,2,3\n4,5,6\n");
        ValueInfo two = new ValueInfo("x", ElementType.FLOAT32, List.of(-1L, 2L));

        assertThatThrownBy(() -> DatasetReader.read(source(file), List.of(two)))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("3 columns where the network takes 2 values")
                .hasMessageContaining("number from 1");
    }

    @Test
    void labelsOfOtherSamplesAreReadFromATable() throws IOException {
        Path samples = write("x.csv", "1,2\n3,4\n");
        Path labels = write("y.csv", "5\n6\n");
        Path wrong = write("z.csv", "5\n6\n7\n");

        assertThat(DatasetReader.read(source(samples).withLabels(Optional.of(labels)), List.of())
                        .labels()
                        .orElseThrow())
                .containsExactly(5, 6);
        assertThatThrownBy(() -> DatasetReader.read(source(samples).withLabels(Optional.of(wrong)), List.of()))
                .hasMessageContaining("there are 3 labels for the 2 samples of x.csv");
    }

    @Test
    void gzippedTablesAreRead() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write("1,2\n3,4\n".getBytes(StandardCharsets.UTF_8));
        }
        Path file = Files.write(folder.resolve("t.csv.gz"), packed.toByteArray());

        assertThat(values(DatasetReader.read(source(file), List.of()))).containsExactly(1, 2, 3, 4);
    }

    @Test
    void rowsBeyondOneChunkKeepTheirOrder() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < 600_000; row++) {
            text.append(row).append(',').append(row % 10).append('\n');
        }
        Dataset data = read(text.toString(), "2");
        float[] some = new float[3];
        data.read(524_287, 3, some, 0);

        assertThat(data.size()).isEqualTo(600_000);
        assertThat(some).containsExactly(524_287, 524_288, 524_289);
        assertThat(data.labels().orElseThrow()[599_999]).isEqualTo(9);
    }

    @Test
    void wrongCellsAreNamedByLineAndColumn() throws IOException {
        refused("a,b\n1,2\n\n3,x\n", "", "line 4, column 2 ('b'): 'x' is no finite number");
        refused("1,2\n3,\n", "", "line 2, column 2: the cell is empty");
        refused("1,2\n3,nan\n", "", "line 2, column 2: 'nan' is no finite number");
        refused("1,2\n3,1e999\n", "", "line 2, column 2: '1e999'");
        refused("1,2\n3,4,5\n6,7\n", "", "line 2: it has 3 cells where the first line has 2");
        refused("a,label\n1,2\n3,-1\n", "", "line 3, column 2 ('label'): '-1' is no class");
        refused("a,label\n1,2\n3,\n", "", "line 3, column 2 ('label'): the label is missing");
        refused("a,b\n1,2\n", "c", "no label column 'c'; its 2 columns are a, b");
        refused("1,2\n3,4\n", "3", "no label column '3'; its 2 columns have no names");
        refused("a,b\n", "", "no line with numbers below its names");
        refused("label\n1\n", "", "1 columns");
    }

    @Test
    void bytesThatAreNoTextAreRefused() throws IOException {
        Path file = Files.write(folder.resolve("data.csv"), new byte[] {'1', ',', '2', '\n', (byte) 0xC3, ',', '3'});

        assertThatThrownBy(() -> DatasetReader.read(source(file), List.of()))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("no UTF-8 text");
    }

    /** A list of sixteen million cells would take a gigabyte. */
    @Test
    void linesOfMillionsOfCellsAreRefused() throws IOException {
        refused("1,".repeat(8 << 20), "", "line 1: it has more than the 1048576 cells");
        refused("1,2\n" + ";".repeat(3 << 20) + "\n", "", "line 2: it has more than the 1048576 cells");
        refused("a".repeat((32 << 20) + 1), "", "line 1: it is longer than 32 million characters");
    }

    @Test
    void textsThatWereRenamedAreRefused() throws IOException {
        refused("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "", "git lfs pull");
        refused("<html>404</html>", "", "web page");
        refused("", "", "the file is empty");
        refused("\n\n \n", "", "");
    }

    private void refused(String text, String labels, String reason) throws IOException {
        BadFile.refused("CSV", write("data.csv", text), file -> read(file, labels), reason);
    }

    private Dataset read(String text, String labelColumn) throws IOException {
        return read(write("data.csv", text), labelColumn);
    }

    private static Dataset read(Path file, String labelColumn) throws IOException {
        DataSource source = source(file);
        return DatasetReader.read(
                labelColumn.isEmpty() ? source : source.withLabelColumn(Optional.of(labelColumn)), List.of());
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static DataSource source(Path file) {
        return new DataSource(file, Optional.empty(), Preprocessing.scaled(1), OptionalInt.empty());
    }

    private static float[] values(Dataset data) {
        float[] values = new float[(int) (data.size() * data.sampleShape().elements())];
        data.read(0, data.size(), values, 0);
        return values;
    }
}
