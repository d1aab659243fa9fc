package org.bitwright;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.library.Architectures;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** The rules of the architecture: who may use whom, and where the outside libraries may appear. */
@AnalyzeClasses(packages = "org.bitwright", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    /** Packages and what they may use of ours, from the bottom up. */
    @ArchTest
    static final ArchRule packages_use_only_what_the_table_allows = Architectures.layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("org.bitwright..")
            .withOptionalLayers(true)
            .layer("model")
            .definedBy("org.bitwright.model..")
            .layer("task")
            .definedBy("org.bitwright.task..")
            .layer("quant")
            .definedBy("org.bitwright.quant..")
            .layer("onnx")
            .definedBy("org.bitwright.onnx..")
            .layer("io")
            .definedBy("org.bitwright.io..")
            .layer("runtime")
            .definedBy("org.bitwright.runtime..")
            .layer("optimize")
            .definedBy("org.bitwright.optimize..")
            .layer("training")
            .definedBy("org.bitwright.training..")
            .layer("analysis")
            .definedBy("org.bitwright.analysis..")
            .layer("export")
            .definedBy("org.bitwright.export..")
            .layer("project")
            .definedBy("org.bitwright.project..")
            .layer("cli")
            .definedBy("org.bitwright.cli..")
            .layer("ui")
            .definedBy("org.bitwright.ui..")
            .layer("main")
            .definedBy("org.bitwright")
            .whereLayer("model")
            .mayNotAccessAnyLayer()
            .whereLayer("task")
            .mayNotAccessAnyLayer()
            .whereLayer("quant")
            .mayOnlyAccessLayers("model", "task")
            .whereLayer("onnx")
            .mayOnlyAccessLayers("model", "quant", "task")
            .whereLayer("io")
            .mayOnlyAccessLayers("model", "task")
            .whereLayer("runtime")
            .mayOnlyAccessLayers("model", "quant", "onnx", "task")
            .whereLayer("optimize")
            .mayOnlyAccessLayers("model", "quant", "onnx", "runtime", "task")
            .whereLayer("training")
            .mayOnlyAccessLayers("model", "quant", "onnx", "runtime", "task")
            .whereLayer("analysis")
            .mayOnlyAccessLayers("model", "quant", "onnx", "runtime", "task")
            .whereLayer("export")
            .mayOnlyBeAccessedByLayers("project", "cli", "ui")
            .whereLayer("project")
            .mayOnlyBeAccessedByLayers("cli", "ui", "main")
            .whereLayer("cli")
            .mayOnlyBeAccessedByLayers("main")
            .whereLayer("ui")
            .mayOnlyBeAccessedByLayers("main")
            .whereLayer("main")
            .mayOnlyAccessLayers("ui", "cli")
            .whereLayer("main")
            .mayNotBeAccessedByAnyLayer();

    @ArchTest
    static final ArchRule no_cycles_between_packages =
            slices().matching("org.bitwright.(*)..").should().beFreeOfCycles();

    /** Sessions know neither the child process that serves them nor who asks; the child does not know who asks. */
    @ArchTest
    static final ArchRule no_cycles_within_runtime = slices().assignedFrom(packagesBelow("org.bitwright.runtime"))
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule panels_do_not_know_each_other = slices().matching("org.bitwright.ui.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(resideInAPackage("org.bitwright.ui.app.."), DescribedPredicate.alwaysTrue())
            .ignoreDependency(DescribedPredicate.alwaysTrue(), resideInAPackage("org.bitwright.ui.common.."));

    @ArchTest
    static final ArchRule ui_common_knows_no_panel = noClasses()
            .that()
            .resideInAPackage("org.bitwright.ui.common..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.bitwright.ui..")
                    .and(DescribedPredicate.not(resideInAPackage("org.bitwright.ui.common.."))));

    @ArchTest
    static final ArchRule javafx_stays_in_ui =
            onlyIn("org.bitwright.ui..", "javafx..", "org.controlsfx..", "atlantafx..", "org.kordamp..");

    @ArchTest
    static final ArchRule elk_stays_in_the_graph = onlyIn("org.bitwright.ui.graph..", "org.eclipse..");

    @ArchTest
    static final ArchRule view_models_know_no_scene = noClasses()
            .that()
            .haveSimpleNameEndingWith("ViewModel")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..");

    @ArchTest
    static final ArchRule onnx_runtime_stays_in_sessions =
            onlyIn("org.bitwright.runtime.session..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule onnx_messages_stay_in_onnx = onlyIn("org.bitwright.onnx..", "ai.onnx.proto..");

    @ArchTest
    static final ArchRule nd4j_stays_in_training_and_optimize = noClasses()
            .that()
            .resideOutsideOfPackages("org.bitwright.training..", "org.bitwright.optimize..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.nd4j..");

    @ArchTest
    static final ArchRule pickles_stay_in_io_torch = onlyIn("org.bitwright.io.torch..", "net.razorvine..");

    @ArchTest
    static final ArchRule picocli_stays_in_cli = onlyIn("org.bitwright.cli..", "picocli..");

    @ArchTest
    static final ArchRule only_the_task_bridge_calls_run_later = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitwright.ui.common..")
            .should()
            .callMethod("javafx.application.Platform", "runLater", Runnable.class.getName());

    @ArchTest
    static final ArchRule only_task_makes_threads = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitwright.task..")
            .should()
            .callConstructorWhere(makesAThread())
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.Executors");

    @ArchTest
    static final ArchRule nobody_sleeps = noClasses().should().callMethod(Thread.class, "sleep", long.class);

    @ArchTest
    static final ArchRule only_cli_prints = noClasses()
            .that()
            .resideOutsideOfPackages("org.bitwright.cli..", "org.bitwright")
            .should()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err")
            .orShould()
            .callMethod(Throwable.class, "printStackTrace");

    @ArchTest
    static final ArchRule alerts_and_choosers_hide_behind_dialogs = noClasses()
            .that()
            .resideOutsideOfPackage("org.bitwright.ui.common..")
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javafx.scene.control.Alert")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javafx.stage.FileChooser")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("javafx.stage.DirectoryChooser");

    @ArchTest
    static final ArchRule owners_of_native_memory_can_be_closed = classes().should(beCloseableIfTheyHoldNativeMemory());

    @ArchTest
    static final ArchRule every_package_says_what_lives_there =
            classes().that().resideInAPackage("org.bitwright..").should(liveInANullMarkedPackage());

    private static ArchRule onlyIn(String ours, String... outside) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(ours)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(outside);
    }

    /** A slice a package, that of {@code root} too. */
    private static SliceAssignment packagesBelow(String root) {
        return new SliceAssignment() {
            @Override
            public SliceIdentifier getIdentifierOf(JavaClass type) {
                String name = type.getPackageName();
                return name.equals(root) || name.startsWith(root + ".")
                        ? SliceIdentifier.of(name)
                        : SliceIdentifier.ignore();
            }

            @Override
            public String getDescription() {
                return "packages below " + root;
            }
        };
    }

    private static DescribedPredicate<JavaAccess<?>> makesAThread() {
        return DescribedPredicate.describe(
                "makes a thread or a pool",
                access -> access.getTargetOwner().isAssignableTo(Thread.class)
                        || access.getTargetOwner().isAssignableTo(java.util.concurrent.ExecutorService.class)
                        || access.getTargetOwner().isAssignableTo(java.util.Timer.class));
    }

    private static ArchCondition<JavaClass> beCloseableIfTheyHoldNativeMemory() {
        Set<String> nativeTypes = Set.of(
                "ai.onnxruntime.OrtSession",
                "org.bitwright.runtime.session.Session",
                "java.nio.MappedByteBuffer",
                "org.nd4j.linalg.api.ndarray.INDArray");
        return new ArchCondition<>("be AutoCloseable if a field holds native memory") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getFields().stream()
                        .filter(field -> nativeTypes.contains(field.getRawType().getName()))
                        .filter(field -> !type.isAssignableTo(AutoCloseable.class))
                        .forEach(field -> events.add(SimpleConditionEvent.violated(
                                type, field.getFullName() + " holds native memory, but its class cannot be closed")));
            }
        };
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return new ArchCondition<>("live in a package with a package-info that is @NullMarked") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean marked = Stream.of(type.getPackage())
                        .flatMap(found -> found.tryGetPackageInfo().stream())
                        .anyMatch(info -> info.isAnnotatedWith(NullMarked.class));
                if (!marked) {
                    events.add(SimpleConditionEvent.violated(
                            type, type.getName() + " lives in a package without a @NullMarked package-info"));
                }
            }
        };
    }
}
