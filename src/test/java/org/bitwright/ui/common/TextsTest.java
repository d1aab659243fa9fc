package org.bitwright.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.layout.Region;
import org.bitwright.export.ExportTarget;
import org.bitwright.project.Problem;
import org.bitwright.project.TrainingFault;
import org.bitwright.project.TrainingRun;
import org.bitwright.quant.ActivationMode;
import org.bitwright.quant.FormatFamily;
import org.bitwright.quant.Preset;
import org.bitwright.quant.TargetProfile;
import org.bitwright.quant.target.NetworkPreset;
import org.bitwright.quant.target.TargetRule;
import org.bitwright.task.Job;
import org.bitwright.training.Normalization;
import org.bitwright.training.RangeRule;
import org.bitwright.training.Schedule;
import org.junit.jupiter.api.Test;

class TextsTest {
    private static final Path BUNDLES = Path.of("src/main/resources/org/bitwright/ui/common");
    private static final Path SOURCES = Path.of("src/main/java/org/bitwright/ui");
    private static final Pattern LITERAL = Pattern.compile("\"([a-zA-Z]+(?:\\.[a-zA-Z0-9_-]+)+)\"");
    private static final Pattern PREFIX = Pattern.compile("\"([a-zA-Z]+(?:\\.[a-zA-Z]+)*\\.)\"");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\d)}");

    private final Properties english = load("messages.properties");
    private final Properties chinese = load("messages_zh.properties");

    @Test
    void bothLanguagesHaveTheSameKeys() {
        assertThat(chinese.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
    }

    @Test
    void bothLanguagesFillTheSamePlaceholders() {
        for (String key : english.stringPropertyNames()) {
            assertThat(placeholders(chinese, key)).as(key).isEqualTo(placeholders(english, key));
        }
    }

    @Test
    void everyTextThatTheSourcesAskForIsThere() {
        Set<String> groups = english.stringPropertyNames().stream()
                .map(key -> key.substring(0, key.indexOf('.')))
                .collect(Collectors.toSet());
        Set<String> asked = matches(LITERAL).stream()
                .filter(key -> groups.contains(key.substring(0, key.indexOf('.'))))
                .filter(key -> !key.matches(".*\\.(css|png|json|properties)"))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(english.stringPropertyNames()).containsAll(asked);
    }

    @Test
    void everyTextIsAskedFor() {
        Set<String> literals = matches(LITERAL);
        Set<String> prefixes = matches(PREFIX);
        Set<String> unused = new TreeSet<>(english.stringPropertyNames());
        unused.removeAll(literals);
        unused.removeIf(key -> prefixes.contains(key.substring(0, key.lastIndexOf('.') + 1)));
        assertThat(unused).isEmpty();
    }

    @Test
    void everyValueThatIsNamedByItsKeyHasAText() {
        List<String> keys = new ArrayList<>();
        Arrays.stream(Preset.values()).forEach(value -> keys.add("preset." + value.id()));
        Arrays.stream(Problem.Kind.values()).forEach(value -> keys.add("problem." + value.name()));
        Arrays.stream(TargetRule.values()).forEach(value -> keys.add("rule." + value.name()));
        Arrays.stream(ExportTarget.values()).forEach(value -> keys.add("export." + value.name()));
        Arrays.stream(Job.State.values()).forEach(value -> keys.add("tasks.state." + value.name()));
        Arrays.stream(FormatFamily.values()).forEach(value -> keys.add("format." + value.name()));
        Arrays.stream(NetworkPreset.values()).forEach(value -> {
            keys.add("networkPreset." + value.id());
            keys.add("networkPresetNote." + value.id());
        });
        Arrays.stream(TargetProfile.values()).forEach(value -> {
            keys.add("target." + value.name());
            keys.add("targetNote." + value.name());
        });
        Arrays.stream(TrainingFault.Kind.values()).forEach(value -> keys.add("trainingFault." + value.name()));
        Arrays.stream(TrainingRun.State.values()).forEach(value -> keys.add("training.state." + value.name()));
        Arrays.stream(RangeRule.values()).forEach(value -> {
            keys.add("rangeRule." + value.name());
            keys.add("plan.ranges." + value.name());
        });
        Arrays.stream(Schedule.Course.values()).forEach(value -> keys.add("course." + value.name()));
        Arrays.stream(Normalization.values()).forEach(value -> keys.add("normalization." + value.name()));
        Arrays.stream(ActivationMode.values()).forEach(value -> keys.add("activationMode." + value.name()));
        assertThat(english.stringPropertyNames()).containsAll(keys);
    }

    @Test
    void apostrophesOfTextsWithPlaceholdersAreDoubled() {
        Stream.of(english, chinese).forEach(bundle -> bundle.stringPropertyNames().stream()
                .filter(key -> bundle.getProperty(key).contains("{0}"))
                .forEach(key -> assertThat(bundle.getProperty(key).replace("''", ""))
                        .as(key)
                        .doesNotContain("'")));
    }

    @Test
    void aBoundTextFollowsTheLanguage() {
        try {
            Texts.use(java.util.Locale.ENGLISH);
            var bound = Texts.bind("edit.bits", "conv2", "4");
            assertThat(bound.get()).isEqualTo("conv2 to 4 bits");
            Texts.use(java.util.Locale.CHINA);
            assertThat(bound.get()).isEqualTo("conv2 改为 4 位");
        } finally {
            Texts.use(java.util.Locale.ENGLISH);
        }
    }

    private static Set<String> placeholders(Properties bundle, String key) {
        Matcher matcher = PLACEHOLDER.matcher(bundle.getProperty(key));
        Set<String> found = new TreeSet<>();
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    private static Set<String> matches(Pattern pattern) {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SOURCES)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                Matcher matcher = pattern.matcher(Files.readString(file));
                while (matcher.find()) {
                    found.add(matcher.group(1));
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return found;
    }

    private static Properties load(String name) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(BUNDLES.resolve(name), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties;
    }

    @Test
    void ownerHearsOfAnotherLanguage() {
        List<Locale> heard = new ArrayList<>();
        Region owner = new Region();
        Texts.follow(owner, () -> heard.add(Texts.language()));
        Texts.use(Locale.SIMPLIFIED_CHINESE);
        Texts.use(Locale.ENGLISH);
        assertThat(heard).containsExactly(Locale.SIMPLIFIED_CHINESE, Locale.ENGLISH);
        assertThat(owner.getProperties()).isNotEmpty();
    }

    @Test
    void ownerThatNobodyElseHoldsIsLetGo() {
        WeakReference<Region> owner = followed();
        for (int i = 0; i < 100 && owner.get() != null; i++) {
            System.gc();
        }
        assertThat(owner.get()).isNull();
    }

    private static WeakReference<Region> followed() {
        Region owner = new Region();
        Texts.follow(owner, owner::requestLayout);
        return new WeakReference<>(owner);
    }
}
