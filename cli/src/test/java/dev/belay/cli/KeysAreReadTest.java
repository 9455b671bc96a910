package dev.belay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the reader of recipes takes, somebody uses: no key is read only to be written again. */
class KeysAreReadTest {

  private static final String RECIPES = "dev.belay.core.recipe";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.belay");

  @Test
  void everyValueOfARecipeIsReadOutsideItsReader() throws ClassNotFoundException {
    Set<String> read =
        CLASSES.stream()
            .filter(one -> !one.getPackageName().equals(RECIPES))
            .flatMap(
                one ->
                    Stream.<JavaAccess<?>>concat(
                        one.getMethodCallsFromSelf().stream(),
                        one.getMethodReferencesFromSelf().stream()))
            .map(KeysAreReadTest::accessor)
            .collect(Collectors.toSet());
    Set<String> values = new TreeSet<>();
    for (JavaClass one : CLASSES) {
      if (isSpec(one)) {
        for (RecordComponent component : Class.forName(one.getName()).getRecordComponents()) {
          values.add(one.getName() + "." + component.getName());
        }
        one.getFieldAccessesFromSelf().stream()
            .filter(KeysAreReadTest::isUsedByTheRecordItself)
            .map(KeysAreReadTest::accessor)
            .forEach(read::add);
      }
    }
    assertThat(values).hasSizeGreaterThan(40);
    values.removeIf(value -> read.contains(value) || read.contains(ofTheInterface(value)));
    assertThat(values).as("values of recipes that nobody reads").isEmpty();
  }

  private static boolean isSpec(JavaClass one) {
    return one.getPackageName().equals(RECIPES)
        && one.isRecord()
        && (one.getSimpleName().endsWith("Spec")
            || one.getName().startsWith(RECIPES + ".TrainSpec$"));
  }

  /** Such as by a method that makes a schedule of several values. */
  private static boolean isUsedByTheRecordItself(JavaFieldAccess access) {
    return access.getAccessType() == JavaFieldAccess.AccessType.GET
        && !access.getOrigin().getName().equals(access.getName());
  }

  private static String accessor(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getName();
  }

  /** What every method has is read of the interface. */
  private static String ofTheInterface(String value) {
    return value.replaceFirst("(TrainSpec\\$\\w+|\\w+Spec)\\.setup$", "TrainSpec.setup");
  }
}
