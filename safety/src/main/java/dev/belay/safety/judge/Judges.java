package dev.belay.safety.judge;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Every judge on the class path, by name. */
public final class Judges {
  private final TreeMap<String, Judge> byName = new TreeMap<>();
  private final TreeMap<String, JudgeKind> kinds = new TreeMap<>();

  private Judges(Iterable<JudgeProvider> providers) {
    for (JudgeProvider provider : providers) {
      for (Judge judge : provider.judges()) {
        requireNew(judge.name(), byName.put(judge.name(), judge), judge);
      }
      for (JudgeKind kind : provider.kinds()) {
        requireNew(kind.name(), kinds.put(kind.name(), kind), kind);
      }
    }
  }

  private static void requireNew(String name, @Nullable Object other, Object one) {
    if (other != null) {
      throw new IllegalStateException(
          "two judges are named %s: %s and %s".formatted(name, other.getClass(), one.getClass()));
    }
  }

  /** The judges that {@link ServiceLoader} finds. */
  public static Judges load() {
    return new Judges(ServiceLoader.load(JudgeProvider.class, Judges.class.getClassLoader()));
  }

  /** The judges of the given providers. */
  public static Judges of(JudgeProvider... providers) {
    return new Judges(List.of(providers));
  }

  /** The names of the judges that need nothing, sorted. */
  public List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /**
   * The judge of that name, which needs nothing; {@code patterns} is short for {@code
   * refusal-patterns}.
   *
   * @throws BadInputException when there is none
   */
  public Judge named(String name) {
    Judge judge = byName.get(name.equals("patterns") ? RefusalPatternJudge.NAME : name);
    if (judge == null) {
      throw new BadInputException(
          "no judge \"%s\".%s The judges are: %s"
              .formatted(name, DidYouMean.hint(name, names()), String.join(", ", usages())));
    }
    return judge;
  }

  private List<String> usages() {
    List<String> usages = new ArrayList<>(names());
    kinds.values().forEach(kind -> usages.add(kind.name() + ":" + kind.usage()));
    usages.add("FILE.yaml");
    return usages;
  }

  /**
   * The judge that a command line or a recipe names: a name, {@code KIND:WHAT}, or a YAML file.
   *
   * @throws BadInputException when there is none, or a setting of it will not do
   */
  public Judge create(JudgeSpec spec, JudgeContext context) {
    JudgeKind kind = kinds.get(spec.kind());
    if (kind != null) {
      return kind.create(spec, context);
    }
    Judge judge = named(spec.kind());
    if (!spec.of().isEmpty()) {
      throw new BadInputException(spec.origin() + ": " + judge.name() + " takes nothing after it.");
    }
    spec.allow(List.of());
    return judge;
  }
}
