package dev.belay.jinja.value;

/** A value that can be called: a function of the environment, a bound method, a macro. */
public interface Callable {

  Object call(CallArguments arguments);

  /** How it prints. */
  String describe();
}
