package dev.belay.core.registry;

import dev.belay.core.error.BadInputException;
import dev.belay.core.error.DidYouMean;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.Function;

/**
 * Things of one kind by the names that users give them. What a user adds is found as what ships
 * with Belay is: by {@link ServiceLoader}, on the class path.
 *
 * @param <T> the kind
 */
public class Registry<T> {
  private final String kind;
  private final Map<String, T> byName = new LinkedHashMap<>();

  /**
   * A registry of the given things.
   *
   * @param kind what one of them is called in errors, such as {@code attack}
   * @param all in the order in which they are listed
   * @throws BadInputException when two have one name, with the classes of both
   */
  public Registry(String kind, Iterable<? extends T> all, Function<? super T, String> name) {
    this.kind = kind;
    List<String> twice = new ArrayList<>();
    for (T one : all) {
      T other = byName.putIfAbsent(name.apply(one), one);
      if (other != null) {
        twice.add(
            "two %ss are named %s: %s and %s. Rename one, or leave it off the class path."
                .formatted(
                    kind, name.apply(one), other.getClass().getName(), one.getClass().getName()));
      }
    }
    if (!twice.isEmpty()) {
      throw new BadInputException(twice);
    }
  }

  /** What all providers of a service on the class path bring, in the order of the providers. */
  public static <P, T> List<T> provided(
      Class<P> service, Function<? super P, ? extends Collection<? extends T>> brings) {
    return provided(ServiceLoader.load(service, service.getClassLoader()), brings);
  }

  /** What the given providers bring, in their order. */
  public static <P, T> List<T> provided(
      Iterable<P> providers, Function<? super P, ? extends Collection<? extends T>> brings) {
    List<T> all = new ArrayList<>();
    for (P provider : providers) {
      all.addAll(brings.apply(provider));
    }
    return List.copyOf(all);
  }

  /** All of them, in order. */
  public final List<T> all() {
    return List.copyOf(byName.values());
  }

  /** Their names, in order. */
  public final List<String> names() {
    return List.copyOf(byName.keySet());
  }

  /** The one of that name, if there is one. */
  public final Optional<T> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /**
   * The one of that name.
   *
   * @throws BadInputException naming those that exist, and the nearest
   */
  public final T named(String name) {
    return find(name).orElseThrow(() -> unknown(kind, name, names()));
  }

  /** The error that there is nothing of that name. */
  public static BadInputException unknown(String kind, String name, List<String> known) {
    return unknown(kind, name, known, "Known: " + String.join(", ", known) + ".");
  }

  /**
   * The same, with words of its own about what is allowed.
   *
   * @param allowed a sentence
   */
  public static BadInputException unknown(
      String kind, String name, List<String> known, String allowed) {
    return new BadInputException(
        "no %s \"%s\".%s %s".formatted(kind, name, DidYouMean.hint(name, known), allowed));
  }
}
