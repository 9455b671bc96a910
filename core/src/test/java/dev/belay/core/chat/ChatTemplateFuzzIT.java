package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.error.BadInputException;
import dev.belay.testkit.Fuzz;
import dev.belay.testkit.LongTexts;
import dev.belay.testkit.Mutations;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Chat templates, compiled and rendered. */
final class ChatTemplateFuzzIT {

  private static final List<String> TEMPLATES =
      List.of(
          "{% for m in messages %}{{'<|im_start|>' + m['role'] + '\\n' + m.content | trim}}"
              + "{%- if not loop.last %}{{ '<|im_end|>' }}{% endif %}{% endfor %}"
              + "{% if add_generation_prompt %}{{ 'assistant\\n' }}{% endif %}",
          "{%- set ns = namespace(a=[], s='') -%}{%- for i in range(9) -%}"
              + "{%- set ns.a = ns.a + [i] -%}{%- endfor -%}{{ ns.a | tojson(indent=2) }}"
              + "{% macro f(x, y=2) %}{{ x ~ y }}{% endmacro %}{{ f('a') }}{{ {'k': (1, 2)} }}",
          "{{ 'a b'.split(' ') | join(',') }}{{ 'abc'[::-1].replace('b', 'x').rfind('a') }}"
              + "{{ '%5.2f|%c' % (1.5, 'z') }}{{ '{0:>5}'.format(3) }}{{ [3,1] | sort | first }}"
              + "{{ dict(a=1).items() | list }}{{ 'x' in messages[0].content }}");

  private static final List<String> WORDS =
      List.of(
          "{{",
          "}}",
          "{%",
          "%}",
          "{#",
          "#}",
          "{%- raw %}",
          "(",
          ")",
          " in ",
          " ~ ",
          "|upper",
          ".strip(",
          ".join(",
          "*9999999",
          "**",
          "//",
          " is ",
          "range(100000)",
          "loop.",
          "[::-1]",
          "'a'*100000",
          "|list",
          "|map('upper')",
          "namespace(",
          "{% endfor %}",
          "dict(",
          "''");

  @Test
  void templates() {
    Mutations mutations = Mutations.ofTexts(TEMPLATES, WORDS, 7);
    List<ChatMessage> messages =
        List.of(
            ChatMessage.system("Be brief."), ChatMessage.user("x \uD83D\uDE00 " + "y".repeat(50)));
    var outcome =
        Fuzz.run(
            "chat templates",
            mutations,
            BadInputException.class,
            input ->
                ChatTemplate.compile(new String(input, StandardCharsets.UTF_8))
                    .render(messages, true, Map.of("bos_token", "<s>")));
    assertThat(outcome.faults()).isEmpty();
  }

  private static final List<String> EXPRESSIONS =
      List.of(
          "m.find(m[1:] ~ 'b')",
          "m.rfind('b' ~ m[1:])",
          "m.count(m[:400] ~ 'b')",
          "(m[1:] ~ 'b') in m",
          "m.split(m[:400] ~ 'b')|length",
          "m.rsplit('b' ~ m[:400])|length",
          "m.split()|length",
          "m.rsplit()|length",
          "m.strip(m)|length",
          "m.replace(m[:400], 'b')",
          "m.partition(m[:400] ~ 'b')|length",
          "m.startswith((m, m))",
          "m.splitlines()|length",
          "m|title",
          "m|wordcount",
          "m|indent",
          "m|truncate(20)",
          "m|urlencode",
          "m|tojson",
          "m|escape",
          "m|int",
          "m|float",
          "m.expandtabs()",
          "m % 1",
          "m.format(1)",
          "[m]|string",
          "m|list|unique|list|length",
          "m|list|sort|length",
          "{m: m}[m]",
          "m[::-1]",
          "m.title()");

  /** Every expression on a long message: its result, or an error that names a limit or a type. */
  @Test
  void longMessages() {
    for (String expression : EXPRESSIONS) {
      ChatTemplate template =
          ChatTemplate.compile("{% set m = messages[0].content %}{{ " + expression + " }}");
      double slowest =
          LongTexts.slowest(
              "in a template, " + expression,
              text ->
                  ended(() -> template.render(List.of(ChatMessage.user(text)), true, Map.of())));
      assertThat(slowest).isPositive();
    }
  }

  @Test
  void longSources() {
    for (String around : List.of("%s", "{{ %s }}", "{{ '%s' }}", "{%% if %s %%}{%% endif %%}")) {
      double slowest =
          LongTexts.slowest(
              "as a template, " + around,
              text -> ended(() -> ChatTemplate.compile(around.formatted(text))));
      assertThat(slowest).isPositive();
    }
  }

  private static void ended(Supplier<?> work) {
    try {
      assertThat(work.get()).isNotNull();
    } catch (BadInputException e) {
      assertThat(e).hasMessageNotContaining("takes more than 20 s");
    }
  }
}
