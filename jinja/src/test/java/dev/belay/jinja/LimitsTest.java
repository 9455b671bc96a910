package dev.belay.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that mean harm end with an error that says where. */
class LimitsTest {

  private static String looped(String body) {
    return "{% for a in range(100000) %}" + body + "{% endfor %}";
  }

  private static String render(String template, Map<String, ?> variables) {
    return render(JinjaTemplate.parse(template), variables, Limits.DEFAULT);
  }

  private static String render(JinjaTemplate template, Map<String, ?> variables, Limits limits) {
    return template.render(variables, limits, Clock.systemUTC()).text();
  }

  private static void refuses(String template, String problem) {
    assertThatThrownBy(() -> render(template, Map.of()))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining(problem)
        .satisfies(e -> assertThat(((JinjaException) e).line()).isPositive());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for b in range(100000) %}{% set x = 1 %}{% endfor %}",
        "{% set x = range(100000) | list %}",
        "{% set x = range(100000) | sum %}",
        "{% set x = range(100000) | map('string') | join %}",
        "{% set x = 100001 in range(100000) %}",
        "{% set x = 'ab' * 50000 %}{% set y = x.replace('a', 'b') %}",
        "{% set x = 'ab' * 500000 %}{% set y = x.upper() %}",
        "{% set x = ('a ' * 500000).split() %}",
        "{% set x = ('a\\n' * 500000).splitlines() %}",
        "{% set x = ('a' * 500000) | list %}",
        "{% set x = ('a' * 500000) | length %}",
        "{% set x = ('a' * 500000).isalpha() %}",
        "{% set x = ('a' * 500000).count('a') %}",
        "{% set x = ('a' * 500000).strip('b') %}",
        "{% set x = ('a' * 500000) == ('a' * 500000) %}",
        "{% set x = ('a' * 500000)[::-1] %}",
        "{% set x = ('a' * 500000) | wordcount %}"
      })
  void workIsCounted(String body) {
    Limits limits = new Limits(1_000_000, 1 << 24, 1_000_000, 1_000, Duration.ofHours(1));
    JinjaTemplate template = JinjaTemplate.parse(looped(body));
    assertThatThrownBy(() -> render(template, Map.of(), limits))
        .isInstanceOf(JinjaException.class)
        .satisfies(e -> assertThat(((JinjaException) e).line()).isEqualTo(1))
        .hasMessageContaining("more than 1,000,000 steps");
  }

  @Test
  void timeIsCounted() {
    Limits limits =
        new Limits(Long.MAX_VALUE / 2, 1 << 24, 1_000_000, 1_000, Duration.ofMillis(50));
    JinjaTemplate endless = JinjaTemplate.parse(looped(looped("")));
    assertThatThrownBy(() -> render(endless, Map.of(), limits))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("takes more than 0 s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 'x' * 1000000000 }}",
        "{{ ['x' * 10000000] * 10 }}",
        "{{ ('x' * 1000000) | replace('x', 'y' * 1000) }}",
        "{{ 'x'.ljust(100000000) }}",
        "{{ 'x' | center(100000000) }}",
        "{{ '%99999999d' % 1 }}",
        "{{ '%0*d' % (100000000, 1) }}",
        "{{ '{:99999999}'.format(1) }}",
        "{{ '{:099999999,d}'.format(1) }}",
        "{{ '5'.zfill(100000000) }}",
        "{{ ('a\\tb' * 1000).expandtabs(1000000) }}",
        "{{ ('a\\n' * 100000) | indent(60000) }}",
        "{{ ('x' * 10000).join(range(10000) | map('string')) }}",
        "{{ (['x' * 10000] * 10000) | join }}",
        "{{ (['x' * 10000] * 10000) | tojson }}",
        "{{ [[1]] | tojson(indent='x' * 16000000) }}",
        "{% for i in range(1000) %}{{ 'x' * 100000 }}{% endfor %}",
        "{% set ns = namespace(x='x') %}{% for i in range(60) %}{% set ns.x = ns.x ~ ns.x %}"
            + "{% endfor %}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x] %}"
            + "{% endfor %}{{ ns.x }}",
      })
  void noTextGrowsBeyondItsLimit(String template) {
    refuses(template, "more than 16,777,216 characters");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ [1] * 1000000000 }}",
        "{{ (1,) * 1000000000 }}",
        "{% set ns = namespace(x=[1]) %}{% for i in range(60) %}{% set ns.x = ns.x + ns.x %}"
            + "{% endfor %}",
        "{{ [1] | batch(1000000000, 0) | list }}",
        "{{ [1] | slice(1000000000) | list }}",
        "{{ ('x' * 2000000) | list }}",
        "{{ ('x ' * 2000000).split() }}",
      })
  void noListGrowsBeyondItsLimit(String template) {
    refuses(template, "list of more than 1,000,000 items");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{{ 10 ** 100000000 }}",
        "{{ 2 ** (2 ** 70) }}",
        "{% set ns = namespace(x=2 ** 60000) %}{{ ns.x * ns.x }}",
        "{{ 10 ** 10000 }}",
        "{{ '%d' % (10 ** 10000) }}",
        "{{ [10 ** 10000] | tojson }}",
      })
  void noIntegerGrowsBeyondItsLimit(String template) {
    refuses(template, "an integer has more than");
  }

  @Test
  void rangesAreShort() {
    refuses("{{ range(100001) }}", "Range too big");
    refuses("{{ range(-9223372036854775807, 9223372036854775807) }}", "Range too big");
    refuses("{{ range(10 ** 30) }}", "Range too big");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% macro m(x) %}{% for a in [1] %}{% if x %}{{ m(x) }}{% endif %}{% endfor %}{% endmacro"
            + " %}{{ m(1) }}",
        "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}",
        "{% set ns = namespace() %}{% set ns.x = ns %}{{ ns }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(20000) %}{% set ns.x = [ns.x] %}"
            + "{% endfor %}{{ ns.x }}",
        "{% set ns = namespace(x=[], y=[]) %}{% for i in range(20000) %}{% set ns.x = [ns.x] %}"
            + "{% set ns.y = [ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
        "{% set ns = namespace(x=[]) %}{% for i in range(20000) %}{% set ns.x = [ns.x] %}"
            + "{% endfor %}{{ ns.x | tojson }}",
        "{% set ns = namespace(x=(1,)) %}{% for i in range(20000) %}{% set ns.x = (ns.x,) %}"
            + "{% endfor %}{{ ns.x == (ns.x,) }}",
        "{% set ns = namespace(x=[2]) %}{% for i in range(20000) %}{% set ns.x = ns.x | map('abs')"
            + " %}{% endfor %}{{ ns.x | list }}",
      })
  void nestingEnds(String template) {
    assertThatThrownBy(() -> render(template, Map.of()))
        .isInstanceOf(JinjaException.class)
        .message()
        .containsAnyOf("nests deeper", "nests too deep");
  }

  @Test
  void smallStacksEndTheRenderingToo() throws InterruptedException {
    List<JinjaException> errors = new ArrayList<>();
    // All of it in one line, and more levels than any stack holds: compiled code needs less of it.
    JinjaTemplate template =
        JinjaTemplate.parse("a\n\n{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}");
    Limits deep =
        new Limits(Long.MAX_VALUE / 2, 1 << 24, 1_000_000, 1_000_000_000, Duration.ofHours(1));
    Thread thread =
        new Thread(
            null,
            () ->
                errors.add(
                    catchThrowableOfType(
                        JinjaException.class, () -> render(template, Map.of(), deep))),
            "small",
            160 << 10);
    thread.start();
    thread.join();
    assertThat(errors).hasSize(1);
    assertThat(errors.getFirst()).hasMessageContaining("nests too deep");
    assertThat(errors.getFirst().line()).isEqualTo(3);
  }

  @Test
  void sharedPartsAreNotComparedForEver() {
    refuses(
        "{% set ns = namespace(x=[1], y=[1]) %}{% for i in range(60) %}{% set ns.x = [ns.x, ns.x]"
            + " %}{% set ns.y = [ns.y, ns.y] %}{% endfor %}{{ ns.x == ns.y }}",
        "steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"(", "[", "{1:", "-", "not ", "1 if ", "a(", "a[", "1 ** -", "x|f("})
  void sourceThatNestsTooDeepDoesNotParse(String opening) {
    assertThatThrownBy(() -> JinjaTemplate.parse("{{ " + opening.repeat(20_000)))
        .isInstanceOf(JinjaException.class)
        .satisfies(e -> assertThat(((JinjaException) e).line()).isEqualTo(1));
  }

  @Test
  void blocksThatNestTooDeepDoNotParse() {
    assertThatThrownBy(() -> JinjaTemplate.parse("{% if x %}".repeat(10_000)))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("nests deeper");
  }

  @Test
  void longChainsParseAndRender() {
    String sum = "1" + " + 1".repeat(5_000);
    String chain = "x" + " | upper".repeat(300) + " ~ 'a'".repeat(5_000);
    assertThatThrownBy(() -> render("{{ " + sum + " }}", Map.of()))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("nests");
    assertThat(render("{{ " + chain + " }}", Map.of("x", "b"))).isEqualTo("B" + "a".repeat(5_000));
  }

  @Test
  void aSourceOfMegabytesIsRefused() {
    assertThatThrownBy(() -> JinjaTemplate.parse("x".repeat(2_000_000)))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("longer than");
  }

  @Test
  void aLongConversationIsWithinTheLimits() {
    String template =
        "{% for m in messages %}{{ '<|im_start|>' + m.role + '\\n' + (m.content | trim)"
            + " + '<|im_end|>\\n' }}{% endfor %}";
    List<Map<String, String>> messages = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      messages.add(Map.of("role", "user", "content", "word ".repeat(400)));
    }
    String text = render(template, Map.of("messages", messages));
    assertThat(text.length()).isEqualTo(2_000 * (1_999 + 12 + 5 + 11));
  }
}
