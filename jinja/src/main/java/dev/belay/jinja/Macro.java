package dev.belay.jinja;

import dev.belay.jinja.syntax.MacroShape;
import dev.belay.jinja.value.CallArguments;
import dev.belay.jinja.value.Callable;
import dev.belay.jinja.value.Dict;
import dev.belay.jinja.value.HasAttributes;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.None;
import dev.belay.jinja.value.Tuple;
import dev.belay.jinja.value.Undefined;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A macro with the scope that it was defined in; its value is the text that its body makes. */
final class Macro implements Callable, HasAttributes {

  private final String name;
  private final MacroShape shape;
  private final Scope home;
  private final Interpreter interpreter;

  Macro(String name, MacroShape shape, Scope home, Interpreter interpreter) {
    this.name = name;
    this.shape = shape;
    this.home = home;
    this.interpreter = interpreter;
  }

  @Override
  public Object call(CallArguments arguments) {
    Scope scope = new Scope(home);
    Map<String, Object> named = arguments.namedCopy();
    bindParameters(arguments.positional(), named, scope);
    bindSpecials(arguments.positional(), named, scope);
    return interpreter.text(shape.body(), scope);
  }

  private void bindParameters(List<Object> positional, Map<String, Object> named, Scope scope) {
    List<MacroShape.Parameter> parameters = shape.parameters();
    for (int i = 0; i < parameters.size(); i++) {
      MacroShape.Parameter parameter = parameters.get(i);
      Object given = i < positional.size() ? positional.get(i) : named.remove(parameter.name());
      scope.set(parameter.name(), given != null ? given : defaultValue(parameter, scope));
    }
  }

  private Object defaultValue(MacroShape.Parameter parameter, Scope scope) {
    return parameter
        .defaultValue()
        .map(expression -> interpreter.evaluator().value(expression, scope))
        .orElseGet(
            () -> Undefined.because("parameter '" + parameter.name() + "' was not provided"));
  }

  private void bindSpecials(List<Object> positional, Map<String, Object> named, Scope scope) {
    int count = shape.parameters().size();
    if (takes("caller")) {
      Object caller = named.remove("caller");
      boolean given = caller != null && caller != None.NONE;
      scope.set(
          "caller", given && caller != null ? caller : Undefined.because("No caller defined"));
    }
    if (takes("kwargs")) {
      Dict rest = new Dict();
      named.forEach(rest::put);
      scope.set("kwargs", rest);
    } else if (!named.isEmpty()) {
      throw new JinjaException(
          "macro '%s' takes no keyword argument '%s'"
              .formatted(name, named.keySet().iterator().next()));
    }
    if (takes("varargs")) {
      List<Object> rest = positional.subList(Math.min(count, positional.size()), positional.size());
      scope.set("varargs", new Tuple(rest));
    } else if (positional.size() > count) {
      throw new JinjaException(
          "macro '%s' takes not more than %d argument(s)".formatted(name, count));
    }
  }

  private boolean takes(String special) {
    boolean parameter = shape.parameters().stream().anyMatch(each -> each.name().equals(special));
    return shape.specials().contains(special) && !parameter;
  }

  @Override
  public Optional<Object> attribute(String attribute) {
    return switch (attribute) {
      case "name" -> Optional.of(name);
      case "arguments" ->
          Optional.of(
              new Tuple(shape.parameters().stream().map(each -> (Object) each.name()).toList()));
      case "caller" -> Optional.of(takes("caller"));
      case "catch_kwargs" -> Optional.of(takes("kwargs"));
      case "catch_varargs" -> Optional.of(takes("varargs"));
      default -> Optional.empty();
    };
  }

  @Override
  public String describe() {
    return "<Macro '" + name + "'>";
  }
}
