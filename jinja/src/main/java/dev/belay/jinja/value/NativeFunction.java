package dev.belay.jinja.value;

/** A function of the environment, written in Java. */
public record NativeFunction(String name, Signature signature, Body body) implements Callable {

  /** What the function does with its arguments, bound to its parameters. */
  @FunctionalInterface
  public interface Body {
    Object apply(BoundArguments arguments);
  }

  @Override
  public Object call(CallArguments arguments) {
    return body.apply(signature.bind(name, arguments));
  }

  @Override
  public String describe() {
    return "<function " + name + ">";
  }
}
