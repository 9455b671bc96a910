package dev.belay.jinja.value;

import java.util.function.Supplier;

/**
 * What a lookup gives that finds nothing: prints as nothing, is false, empty and equal to any other
 * undefined value; every other use of it is an error that says what was not found.
 */
public final class Undefined {

  private final Supplier<String> problem;

  /** What is wrong is put into words only when somebody asks: most undefined values are tested. */
  private Undefined(Supplier<String> problem) {
    this.problem = problem;
  }

  public static Undefined because(String problem) {
    return new Undefined(() -> problem);
  }

  public static Undefined variable(String name) {
    return new Undefined(() -> "'" + name + "' is undefined");
  }

  /** An attribute or element that a value does not have. */
  public static Undefined missing(Object owner, Object key) {
    String type = owner == None.NONE ? "None" : TypeNames.of(owner) + " object";
    return key instanceof String name
        ? new Undefined(() -> "'" + type + "' has no attribute '" + name + "'")
        : new Undefined(() -> type + " has no element " + shown(key));
  }

  /** A simple value as it is, others by their type: those may be of any size. */
  private static String shown(Object key) {
    boolean simple = key == None.NONE || Numbers.isNumber(key);
    return simple ? key.toString() : "of type '" + TypeNames.of(key) + "'";
  }

  /** A name that the sandbox does not give out, such as {@code append} of a list. */
  public static Undefined unsafe(Object owner, String attribute) {
    return new Undefined(
        () ->
            "access to attribute '%s' of '%s' object is unsafe."
                .formatted(attribute, TypeNames.of(owner)));
  }

  public JinjaException failure() {
    return new JinjaException(problem.get());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Undefined;
  }

  @Override
  public int hashCode() {
    return 1;
  }
}
