package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belay.core.error.BadInputException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatTemplateTest {

  private static final String CHATML =
      """
      {% for message in messages %}
      {% if loop.first and messages[0]['role'] != 'system' %}
      {{ '<|im_start|>system\\nBe useful.<|im_end|>\\n' }}
      {% endif %}
      {{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>' + '\\n' }}
      {% endfor %}
      {% if add_generation_prompt %}
      {{ '<|im_start|>assistant\\n' }}
      {% endif %}
      """
          .replace("}}\n", "}}");

  private static String render(String template, Map<String, ? extends @Nullable Object> variables) {
    return ChatTemplate.compile(template).render(variables).text();
  }

  @Test
  void chatMl() {
    ChatTemplate template = ChatTemplate.compile(CHATML);
    List<ChatMessage> messages = List.of(ChatMessage.user("Hi"), ChatMessage.assistant("Hello."));
    assertThat(template.render(messages, false, Map.of()).text())
        .isEqualTo(
            """
            <|im_start|>system
            Be useful.<|im_end|>
            <|im_start|>user
            Hi<|im_end|>
            <|im_start|>assistant
            Hello.<|im_end|>
            """);
    assertThat(template.render(List.of(ChatMessage.system("S")), true, Map.of()).text())
        .isEqualTo("<|im_start|>system\nS<|im_end|>\n<|im_start|>assistant\n");
  }

  @Test
  void textOfMessagesIsNeverInterpreted() {
    String hostile = "{{ 7 * 7 }}{% for x in range(9) %}x{% endfor %}{# gone #}\\n{%- raw %}";
    String text =
        ChatTemplate.compile("[{{ messages[0].content }}]")
            .render(List.of(ChatMessage.user(hostile)), false, Map.of())
            .text();
    assertThat(text).isEqualTo("[" + hostile + "]");
  }

  @Test
  void spansAreInUnitsOfTheText() {
    RenderedChat rendered =
        ChatTemplate.compile(
                "{{ '😀' }}{% generation %}ab😀{% endgeneration %}-{% generation %}{% endgeneration"
                    + " %}{% for m in messages %}<{% generation %}{{ m.content }}{% endgeneration"
                    + " %}>{% endfor %}")
            .render(List.of(ChatMessage.user("é"), ChatMessage.user("xyz")), false, Map.of());
    assertThat(rendered.text()).isEqualTo("😀ab😀-<é><xyz>");
    assertThat(rendered.assistantSpans())
        .extracting(span -> rendered.text().substring(span.start(), span.end()))
        .containsExactly("ab😀", "", "é", "xyz");
    assertThat(rendered.assistantSpans().getFirst()).isEqualTo(new RenderedChat.Span(2, 6));
  }

  @Test
  void aTemplateWithoutGenerationBlocksHasNoSpans() {
    assertThat(ChatTemplate.compile("x").render(Map.of()).assistantSpans()).isEmpty();
  }

  @Test
  void specialTokensToolsAndDocumentsAreVariables() {
    String template =
        "{{ bos_token }}|{{ eos_token is defined }}|{{ tools is none }}|{{ documents is none }}|"
            + "{{ add_generation_prompt }}|{{ messages | length }}";
    assertThat(
            ChatTemplate.compile(template)
                .render(List.of(ChatMessage.user("x")), true, Map.of("bos_token", "<s>"))
                .text())
        .isEqualTo("<s>|False|True|True|True|1");
  }

  @Test
  void variablesOfTheConversationWinOverSpecialTokens() {
    Conversation conversation =
        new Conversation(
            List.of(Map.of("role", "user", "content", "x")),
            Map.of("bos_token", "<mine>", "tools", List.of(Map.of("name", "clock"))));
    assertThat(
            ChatTemplate.compile("{{ bos_token }}{{ tools[0].name }}")
                .render(conversation, false, Map.of("bos_token", "<s>"))
                .text())
        .isEqualTo("<mine>clock");
  }

  @Test
  void keysWithoutValueAreLeftOutAndReasoningHasAllItsNames() {
    Map<String, @Nullable Object> message = new LinkedHashMap<>();
    message.put("role", "assistant");
    message.put("content", null);
    message.put("reasoning", "why");
    Conversation conversation = new Conversation(List.of(message), Map.of());
    assertThat(
            ChatTemplate.compile("{{ messages[0] }}").render(conversation, false, Map.of()).text())
        .isEqualTo(
            "{'thinking': 'why', 'role': 'assistant', 'reasoning': 'why',"
                + " 'reasoning_content': 'why'}");
  }

  @Test
  void anEmptyConversationIsRefused() {
    ChatTemplate template = ChatTemplate.compile("x");
    assertThatThrownBy(() -> template.render(List.of(), false, Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("empty conversation");
  }

  @Test
  void plainDataOfEveryKindPrintsAsInPython() {
    Map<String, @Nullable Object> data = new LinkedHashMap<>();
    data.put("i", 1);
    data.put("l", 2L);
    data.put("b", new BigInteger("123456789012345678901234567890"));
    data.put("d", 1e22);
    data.put("f", 0.5f);
    data.put("n", null);
    data.put("t", true);
    data.put("list", Arrays.asList(1, null, "a'b"));
    assertThat(render("{{ x }}", Map.of("x", data)))
        .isEqualTo(
            "{'i': 1, 'l': 2, 'b': 123456789012345678901234567890, 'd': 1e+22, 'f': 0.5,"
                + " 'n': None, 't': True, 'list': [1, None, \"a'b\"]}");
  }

  @Test
  void onlyPlainDataGetsIn() {
    assertThatThrownBy(() -> render("x", Map.of("x", new StringBuilder("y"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("plain data");
    List<Object> endless = List.of();
    for (int i = 0; i < 1000; i++) {
      endless = List.of(endless);
    }
    Map<String, Object> deep = Map.of("x", endless);
    assertThatThrownBy(() -> render("x", deep))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("nests deeper");
  }

  @Test
  void renderingLeavesTheDataAsTheyAre() {
    Map<String, @Nullable Object> message = new HashMap<>(Map.of("role", "user", "content", "x"));
    List<Map<String, @Nullable Object>> messages = List.of(message);
    render(
        "{% set m = messages[0] %}{% for k, v in m.items() %}{% set k = 1 %}{% endfor %}",
        Map.of("messages", messages));
    assertThat(message).isEqualTo(Map.of("role", "user", "content", "x"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          a\\n{{ 1 + }} § 2 § unexpected 'end of print statement'
          {% if x %}\\n\\n § 2 § endif
          \\n\\n{% for x in y %}{% endif %} § 3 § unknown tag 'endif'
          {{ 'x' }}\\n{{ 'y | upper }} § 2 § not closed
          {# open § 1 § end of comment
          {% raw %} § 1 § end of raw
          \\n{{ x | nope }} § 2 § No filter named 'nope'
          \\n\\n{{ x is nope }} § 3 § No test named 'nope'
          {{ (1 }} § 1 § unexpected '}'
          {% include 'x' %} § 1 § unknown tag 'include'
          {% break %} § 1 § outside of a loop
          {{ x ? y }} § 1 § unexpected char '?'
          """)
  void whatDoesNotParseIsSaidWithItsLine(String template, int line, String problem) {
    assertThatThrownBy(() -> ChatTemplate.compile(template.replace("\\n", "\n")))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("The chat template, line " + line + ": ")
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      quoteCharacter = '`',
      textBlock =
          """
          \\n{{ raise_exception('Roles!') }} § 2 § Roles!
          a\\n\\n{{ x.y.z }} § 3 § 'x' is undefined
          {% set l = [] %}\\n{{ l.append(1) }} § 2 § attribute 'append' of 'list' object is unsafe
          {{ ''.__class__.__mro__ }} § 1 § unsafe
          {% macro m() %}\\n{{ 1 / 0 }}\\n{% endmacro %}{{ m() }} § 2 § zero
          {{ 'a' + 1 }} § 1 § unsupported operand
          {{ {}.items(1) }} § 1 § at most 0 arguments
          """)
  void whatFailsIsSaidWithItsLine(String template, int line, String problem) {
    ChatTemplate compiled = ChatTemplate.compile(template.replace("\\n", "\n"));
    assertThatThrownBy(() -> compiled.render(Map.of()))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("The chat template, line " + line + ": ")
        .hasMessageContaining(problem);
  }

  /** Expected texts are Python's, for a day in summer, a Sunday and the last of a leap year. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '§',
      textBlock =
          """
          2024-07-26T09:05:03.000042 § Fri Friday Jul July|Fri Jul 26 09:05:03 2024|26 26 26|09 09 9  9|208 208|07 7|05 03 000042|AM am|29 30 30 2024 24 5 5|07/26/24 09:05:03 07/26/24 2024-07-26 09:05 09:05:03 09:05:03 AM|24 2024 20|Jul  % FRI 26| 9
          2021-01-03T00:00:00.000000 § Sun Sunday Jan January|Sun Jan  3 00:00:00 2021|03  3 3|00 12 12 12|003 3|01 1|00 00 000000|AM am|01 00 53 2020 20 7 0|01/03/21 00:00:00 01/03/21 2021-01-03 00:00 00:00:00 12:00:00 AM|21 2021 20|Jan  % SUN  3| 0
          2020-12-31T23:59:59.999999 § Thu Thursday Dec December|Thu Dec 31 23:59:59 2020|31 31 31|23 11 11 11|366 366|12 12|59 59 999999|PM pm|52 52 53 2020 20 4 4|12/31/20 23:59:59 12/31/20 2020-12-31 23:59 23:59:59 11:59:59 PM|20 2020 20|Dec  % THU 31|23
          """)
  void timesAreWrittenAsPythonWritesThem(String time, String expected) {
    Clock clock = Clock.fixed(LocalDateTime.parse(time).toInstant(ZoneOffset.UTC), ZoneOffset.UTC);
    String format =
        "%a %A %b %B|%c|%d %e %-d|%H %I %-I %l|%j %-j|%m %-m|%M %S %f|%p %P|%U %W %V %G %g %u %w|"
            + "%x %X %D %F %R %T %r|%y %Y %C|%h %z%Z %% %^a %_d|%_H";
    ChatTemplate template = ChatTemplate.compile("{{ strftime_now('" + format + "') }}", clock);
    assertThat(template.render(Map.of()).text()).isEqualTo(expected);
  }
}
