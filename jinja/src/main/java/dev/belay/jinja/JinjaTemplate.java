package dev.belay.jinja;

import dev.belay.jinja.syntax.ParsedTemplate;
import dev.belay.jinja.syntax.TemplateNames;
import dev.belay.jinja.syntax.TemplateParser;
import dev.belay.jinja.syntax.Vocabulary;
import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A parsed template. Immutable; each rendering has its own state. */
public final class JinjaTemplate {

  private static final int MAX_SOURCE = 1 << 20;

  private final ParsedTemplate parsed;

  private JinjaTemplate(ParsedTemplate parsed) {
    this.parsed = parsed;
  }

  /**
   * Parses a template.
   *
   * @throws JinjaException with the line of what is wrong
   */
  public static JinjaTemplate parse(String source) {
    if (source.length() > MAX_SOURCE) {
      throw new JinjaException("the template is longer than " + MAX_SOURCE + " characters");
    }
    try {
      return new JinjaTemplate(
          TemplateParser.parse(source, new Vocabulary(Filters.names(), Tests.names())));
    } catch (StackOverflowError e) {
      throw new JinjaException("the template nests too deep");
    }
  }

  /** The names that it may read something by. */
  public TemplateNames names() {
    return parsed.names();
  }

  /**
   * Renders the template.
   *
   * @param variables plain data: null, Boolean, numbers, String, List, Map
   * @throws JinjaException with the line of what failed
   */
  public RenderedText render(
      Map<String, ? extends @Nullable Object> variables, Limits limits, Clock clock) {
    return render(variables, new RenderContext(limits, clock, false));
  }

  /**
   * Renders the template, where printing a variable that is not there is an error, as with Jinja's
   * {@code StrictUndefined}.
   *
   * @throws JinjaException with the line of what failed
   */
  public RenderedText renderStrictly(
      Map<String, ? extends @Nullable Object> variables, Limits limits, Clock clock) {
    return render(variables, new RenderContext(limits, clock, true));
  }

  private RenderedText render(
      Map<String, ? extends @Nullable Object> variables, RenderContext context) {
    try {
      return new Interpreter(context)
          .run(parsed.statements(), Globals.over(context, PlainData.variables(variables)));
    } catch (StackOverflowError e) {
      // No frame had room left to say where it was.
      throw new JinjaException(
          "the template nests too deep; does a macro call itself?", context.budget().line());
    } catch (OutOfMemoryError e) {
      // All that filled the memory is this rendering's, and is free again.
      throw new JinjaException("the template fills the memory", context.budget().line());
    }
  }
}
