package dev.belay.safety.judge;

import dev.belay.core.error.BadInputException;
import dev.belay.core.registry.Registry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Every judge on the class path, by name. */
public final class Judges {
  private final Registry<Judge> judges;
  private final Registry<JudgeKind> kinds;

  private Judges(List<Judge> judges, List<JudgeKind> kinds) {
    this.judges = new Registry<>("judge", sorted(judges, Judge::name), Judge::name);
    this.kinds = new Registry<>("judge", sorted(kinds, JudgeKind::name), JudgeKind::name);
  }

  private static <T> List<T> sorted(List<T> all, Function<T, String> name) {
    return all.stream().sorted(Comparator.comparing(name)).toList();
  }

  /** The judges that {@link java.util.ServiceLoader} finds. */
  public static Judges load() {
    return new Judges(
        Registry.provided(JudgeProvider.class, JudgeProvider::judges),
        Registry.provided(JudgeProvider.class, JudgeProvider::kinds));
  }

  /** The judges of the given providers. */
  public static Judges of(JudgeProvider... providers) {
    List<JudgeProvider> given = List.of(providers);
    return new Judges(
        Registry.provided(given, JudgeProvider::judges),
        Registry.provided(given, JudgeProvider::kinds));
  }

  /** The names of the judges that need nothing, sorted. */
  public List<String> names() {
    return judges.names();
  }

  /**
   * The judge of that name, which needs nothing; {@code patterns} is short for {@code
   * refusal-patterns}.
   *
   * @throws BadInputException when there is none
   */
  public Judge named(String name) {
    return judges
        .find(name.equals("patterns") ? RefusalPatternJudge.NAME : name)
        .orElseThrow(
            () ->
                Registry.unknown(
                    "judge", name, names(), "The judges are: " + String.join(", ", usages())));
  }

  private List<String> usages() {
    List<String> usages = new ArrayList<>(names());
    kinds.all().forEach(kind -> usages.add(kind.name() + ":" + kind.usage()));
    usages.add("FILE.yaml");
    return usages;
  }

  /**
   * The judge that a command line or a recipe names: a name, {@code KIND:WHAT}, or a YAML file.
   *
   * @throws BadInputException when there is none, or a setting of it will not do
   */
  public Judge create(JudgeSpec spec, JudgeContext context) {
    Optional<JudgeKind> kind = kinds.find(spec.kind());
    if (kind.isPresent()) {
      return kind.get().create(spec, context);
    }
    Judge judge = named(spec.kind());
    if (!spec.of().isEmpty()) {
      throw new BadInputException(spec.origin() + ": " + judge.name() + " takes nothing after it.");
    }
    spec.allow(List.of());
    return judge;
  }
}
