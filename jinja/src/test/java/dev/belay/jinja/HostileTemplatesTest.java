package dev.belay.jinja;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.jinja.value.JinjaException;
import dev.belay.jinja.value.Limits;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates that would hang or fill the memory if any part of the interpreter were not linear. */
class HostileTemplatesTest {

  /** Longer than any template may take: what ends, ends by its result or by its steps. */
  private static final Limits LIMITS =
      new Limits(20_000_000, 1 << 24, 1_000_000, 400, Duration.ofDays(1));

  private static final String NESTED =
      "{%- set ns = namespace(t=(1,)) -%}"
          + "{%- for i in range(60) -%}{%- set ns.t = (ns.t, ns.t) -%}{%- endfor -%}";

  private static String render(String template) {
    return JinjaTemplate.parse(template).render(Map.of(), LIMITS, Clock.systemUTC()).text();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "('a'*4000000+'b') in ('a'*8000000) ; False",
        "('a'*8000000) is in ('b'+'a'*8000000) ; True",
        "('a'*8000000).find('a'*4000000+'b') ; -1",
        "('a'*8000000).rfind('b'+'a'*4000000) ; -1",
        "('a'*8000000).rfind('a'*4000000) ; 4000000",
        "('a'*8000000).count('a'*4000000+'b') ; 0",
        "('a'*8000000).count('a'*4000000) ; 2",
        "('a'*8000000).split('a'*4000000+'b')|length ; 1",
        "('a'*8000000).rsplit('b'+'a'*4000000)|length ; 1",
        "('a'*8000000).partition('a'*4000000+'b')[1]|length ; 0",
        "('a'*8000000).rpartition('a'*4000000)[0]|length ; 4000000",
        "('a'*8000000).replace('a'*4000000+'b', 'x')|length ; 8000000",
        "('a '*500000).rsplit()|length ; 500000",
        "('a '*500000).split()|length ; 500000",
        "('ab'*4000000).strip('ba'*2000000)|length ; 0",
        "('ab'*4000000)|trim('c'*2000000)|length ; 8000000",
        "[1][range(3)] is defined ; False",
      })
  void linearWork(String expression, String result) {
    assertThat(render("{{ " + expression + " }}")).isEqualTo(result);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% for i in range(100000) %}{{ ('a'*100000).find('b') }}{% endfor %}",
        "{% set s = 'a'*16000000 %}{% for i in range(100000) %}{{ 'b' in s }}{% endfor %}",
        "{% set s = 'a'*16000000 %}{% for i in range(100000) %}{{ 'b'.strip(s) }}{% endfor %}",
        "{% set s = 'a'*16000000 %}{% for i in range(100000) %}{{ s is lower }}{% endfor %}",
        "{% set s = 'a'*16000000 %}{% for i in range(100000) %}{{ s.endswith((s,'')) }}{% endfor"
            + " %}",
        "{% set s = ['X'*8000000]*1000 %}{{ s|sort|length }}",
        "{% set s = '&'*8000000 %}{{ s|escape|escape|length }}",
        "{% set d = dict.fromkeys(range(100000)) %}{% set ns = namespace(l=[]) %}"
            + "{% for i in range(2000) %}{% set ns.l = [ns.l, dict(d)] %}{% endfor %}",
        "{% set d = dict.fromkeys(range(100000)) %}{% set ns = namespace(l=[]) %}"
            + "{% for i in range(2000) %}{% set ns.l = [ns.l, dict(d.items())] %}{% endfor %}",
        "{% set d = dict.fromkeys(range(100000)) %}"
            + "{% for i in range(100000) %}{{ i in d.values() }}{% endfor %}",
        "{% set r = range(100000)|list %}{% set ns = namespace(l=[]) %}"
            + "{% for i in range(100000) %}{% set ns.l = [ns.l, r[:]] %}{% endfor %}",
        "{% for i in range(100000) %}{{ range(100000) == range(0, 100000) }}{% endfor %}",
        "{{ ('a '*8000000).rsplit()|length }}",
        "{{ ('a\\n'*8000000).splitlines()|length }}",
        "{{ '%.99999999d' % 1 }}",
        "{{ '%.*d' % (2147483647, 1) }}",
        "{{ '%c' % 99999999999 }}",
        "{{ '%c' % -1 }}",
        NESTED + "{{ {ns.t: 1}|length }}",
        NESTED + "{{ dict([(ns.t, 1)]) }}",
        NESTED + "{{ [ns.t]|unique|list }}",
        NESTED + "{{ {}[ns.t] }}",
        NESTED + "{{ [1][ns.t] + 1 }}",
      })
  void endsByItsLimits(String template) {
    assertThatThrownBy(() -> render(template)).isInstanceOf(JinjaException.class);
  }

  @Test
  void whatIsMissingIsNamedByItsType() {
    assertThatThrownBy(() -> render(NESTED + "{{ [1][ns.t] + 1 }}"))
        .hasMessageContaining("list object has no element of type 'tuple'");
    assertThatThrownBy(() -> render("{{ [1][7] + 1 }}"))
        .hasMessageContaining("list object has no element 7");
  }

  @Test
  void longExpressionsParse() {
    assertThat(render("{{ 1" + "~1".repeat(500_000) + " }}")).hasSize(500_001);
    StringBuilder call = new StringBuilder("{{ dict(");
    for (int i = 0; i < 50_000; i++) {
      call.append("a").append(i).append("=1,");
    }
    assertThat(render(call + "z=1)|length }}")).isEqualTo("50001");
    assertThat(render("{{ [" + "1,".repeat(400_000) + "]|length }}")).isEqualTo("400000");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{%% set %s = 1 %%}",
        "{%% for %s in [] %%}{%% endfor %%}",
        "{%% with %s = 1 %%}{%% endwith %%}",
        "{{ %s }}",
      })
  void deepParenthesesAreAnErrorWithItsLine(String template) {
    String deep = "(".repeat(200_000) + "a" + ")".repeat(200_000);
    assertThatThrownBy(() -> JinjaTemplate.parse(template.formatted(deep)))
        .isInstanceOf(JinjaException.class)
        .hasMessageContaining("nests deeper than 100 levels")
        .satisfies(e -> assertThat(((JinjaException) e).line()).isEqualTo(1));
  }

  @Test
  void longChainsOfOperatorsEndByTheirDepth() {
    assertThatThrownBy(() -> render("{{ 1" + "+1".repeat(300_000) + " }}"))
        .isInstanceOf(JinjaException.class);
    assertThatThrownBy(() -> render("{{ a" + "|upper".repeat(100_000) + " }}"))
        .isInstanceOf(JinjaException.class);
  }
}
