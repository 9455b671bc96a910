package dev.belay.core.chat;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of a conversation a chat template would drop. */
class UnreadPartsTest {

  private static final Conversation WITH_TOOLS =
      ChatJson.parse(
          "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\", \"end\": \"Bob\"}],"
              + " \"tools\": [{\"name\": \"f\"}]}",
          "test");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{# no tools, no end #}{{ messages[0]['content'] }}",
        "tools end {{ '<|im_end|>' + messages[0].content }}",
        "{% raw %}{{ tools }}{{ m.end }}{% endraw %}{{ messages }}",
        "{% set tools = 1 %}{{ namespace(end=1) and 'tools' ~ m.tools }}",
        "{% for end in messages %}{{ end.role }}{% endfor %}{{ some_tools or tools_before }}",
      })
  void wordsInCommentsTextAndOtherNamesReadNothing(String template) {
    assertThat(WITH_TOOLS.unreadBy(ChatTemplate.compile(template)))
        .containsExactly("messages.end", "tools");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{% if tools is defined %}{% endif %}{% for m in messages %}{{ m.end }}{% endfor %}",
        "{% macro m(x) %}{{ x['end'] }}{% endmacro %}{{ m(messages[0]) ~ (tools | tojson) }}",
        "{{ messages | map(attribute='end') | join }}{% for tool in tools %}{% endfor %}",
        "{{ messages[0].get(\"end\", '') }}{{ f(items=tools) }}",
        "{% set key = 'end' %}{{ messages[0][key] }}{% set all = tools + [] %}",
        "{{ 'x' if 'end' in messages[0] else tools }}",
      })
  void whateverAnExpressionNamesIsRead(String template) {
    assertThat(WITH_TOOLS.unreadBy(ChatTemplate.compile(template))).isEmpty();
  }

  /** Lines of the templates of Qwen 3, Llama 3, Mistral and Command R. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        """
        {%- if tools %}
          {%- for tool in tools %}{{- "\\n" }}{{- tool | tojson }}{%- endfor %}
        {%- endif %}
        {%- for message in messages %}
          {%- if message.tool_calls %}
            {%- for tool_call in message.tool_calls %}
              {%- if tool_call.function %}{%- set tool_call = tool_call.function %}{%- endif %}
            {%- endfor %}
          {%- endif %}
          {%- if message.tool_call_id is defined %}{{ message.name }}{% endif %}
        {%- endfor %}
        """,
        """
        {%- if custom_tools is defined %}{%- set tools = custom_tools %}{%- endif %}
        {%- if not tools is defined %}{%- set tools = none %}{%- endif %}
        {%- for message in messages %}
          {%- if 'tool_calls' in message %}
            {%- set tool_call = message.tool_calls[0].function %}
          {%- endif %}
          {{- message["tool_call_id"] ~ message['name'] }}
        {%- endfor %}
        """,
        """
        {%- set user_messages = loop_messages | selectattr("role", "equalto", "user") | list %}
        {%- for message in messages %}
          {%- if message["role"] == "user" and tools is not none %}{{- tools | tojson }}
          {%- elif message["tool_calls"] is defined %}{{- message["tool_calls"][0].function }}
          {%- else %}{{- message.get("tool_call_id") ~ message["name"] }}{%- endif %}
        {%- endfor %}
        """,
        """
        {%- macro document_turn(documents) -%}{{ documents }}{%- endmacro -%}
        {%- macro tools_turn(tools) -%}
          {%- for tool in tools -%}{{ tool['function']['name'] }}{%- endfor -%}
        {%- endmacro -%}
        {{ tools_turn(tools) }}
        {%- for message in messages -%}
          {%- if message.tool_calls|length > 0 -%}{{ message.tool_calls[0]['function'] }}
          {%- endif -%}{{ message['tool_call_id'] ~ message.name }}
        {%- endfor -%}
        """
      })
  void templatesThatUseToolsAreGivenThem(String template) {
    Conversation conversation =
        ChatJson.parse(
            "{\"messages\": [{\"role\": \"assistant\", \"content\": \"\", \"name\": \"n\","
                + " \"tool_calls\": [{}], \"tool_call_id\": \"1\"}], \"tools\": [{}]}",
            "test");
    assertThat(conversation.unreadBy(ChatTemplate.compile(template))).isEmpty();
  }

  @Test
  void reasoningIsReadByAnyOfItsNames() {
    Conversation conversation =
        ChatJson.parse("[{\"role\": \"assistant\", \"reasoning\": \"so\"}]", "test");
    assertThat(conversation.unreadBy(ChatTemplate.compile("{{ m.reasoning_content }}"))).isEmpty();
    assertThat(conversation.unreadBy(ChatTemplate.compile("{# reasoning #}{{ m.role }}")))
        .containsExactly("messages.reasoning");
  }
}
