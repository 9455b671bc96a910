package dev.belay.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The dependency arrows of docs/architecture.md. */
class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.belay");

  @Test
  void theImportSeesEveryModule() {
    for (String module :
        new String[] {
          "jinja", "core", "verify", "torch", "safety", "report", "session", "train", "measure",
          "spark", "cli"
        }) {
      assertThat(
              CLASSES.stream().anyMatch(c -> c.getPackageName().startsWith("dev.belay." + module)))
          .as(module)
          .isTrue();
    }
  }

  @Test
  void modulesDependOnlyAlongTheArrows() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("jinja")
        .definedBy("dev.belay.jinja..")
        .layer("core")
        .definedBy("dev.belay.core..")
        .layer("verify")
        .definedBy("dev.belay.verify..")
        .layer("torch")
        .definedBy("dev.belay.torch..")
        .layer("safety")
        .definedBy("dev.belay.safety..")
        .layer("report")
        .definedBy("dev.belay.report..")
        .layer("session")
        .definedBy("dev.belay.session..")
        .layer("train")
        .definedBy("dev.belay.train..")
        .layer("measure")
        .definedBy("dev.belay.measure..")
        .layer("spark")
        .definedBy("dev.belay.spark..")
        .layer("cli")
        .definedBy("dev.belay.cli..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("measure")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("train")
        .mayOnlyBeAccessedByLayers("measure", "cli")
        .whereLayer("report")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("session")
        .mayOnlyBeAccessedByLayers("train", "measure", "cli")
        .whereLayer("safety")
        .mayOnlyBeAccessedByLayers("report", "session", "train", "measure", "cli")
        .whereLayer("verify")
        .mayOnlyBeAccessedByLayers("safety", "session", "train", "measure", "cli")
        .whereLayer("torch")
        .mayOnlyBeAccessedByLayers("session", "train", "measure", "cli")
        .whereLayer("jinja")
        .mayOnlyBeAccessedByLayers("core")
        .whereLayer("jinja")
        .mayNotAccessAnyLayer()
        .whereLayer("spark")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("spark")
        .mayNotAccessAnyLayer()
        .check(CLASSES);
  }

  @Test
  void coreTouchesNoNativeLibraryAndOnlyTorchTouchesLibtorch() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.belay.torch..")
        .and()
        .resideOutsideOfPackage("dev.belay.measure..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.bytedeco..", "ai.djl..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.belay.(*.*)..").should().beFreeOfCycles().check(CLASSES);
  }
}
