package dev.belay.cli;

import dev.belay.cli.PromptLines.PromptLine;
import dev.belay.core.chat.Conversation;
import dev.belay.core.chat.TemplateSettings;
import dev.belay.core.error.BadInputException;
import dev.belay.session.model.ChatPrompts;
import dev.belay.torch.model.LanguageModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Prompts as token ids.
 *
 * @param prompts in the order of the lines
 * @param endIds of which each ends a completion
 * @param warnings what is odd about the model's template, in words
 */
record PromptEncoding(List<int[]> prompts, Set<Integer> endIds, List<String> warnings) {

  /**
   * By the model's chat template.
   *
   * @param system a system message put before messages that have none
   * @throws BadInputException with every line that the template cannot render whole
   */
  static PromptEncoding chat(
      LanguageModel model,
      Optional<String> system,
      TemplateSettings settings,
      List<PromptLine> lines) {
    if (model.chatTemplates().sources().isEmpty()) {
      throw new BadInputException(
          model.directory()
              + ": the model has no chat template; use --raw to give it the text as it stands.");
    }
    Map<Boolean, ChatPrompts> byTools = new HashMap<>();
    List<int[]> prompts = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    for (PromptLine line : lines) {
      ChatPrompts chat =
          byTools.computeIfAbsent(
              line.conversation().hasTools(),
              tools -> ChatPrompts.of(model, system, settings, tools));
      try {
        prompts.add(chat.prompt(line.conversation()));
      } catch (BadInputException e) {
        e.issues().forEach(issue -> issues.add(line.origin() + ": " + issue));
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    Set<Integer> ends = new LinkedHashSet<>();
    Set<String> warnings = new LinkedHashSet<>();
    byTools
        .values()
        .forEach(
            chat -> {
              ends.addAll(chat.endIds());
              warnings.addAll(chat.warnings());
            });
    return new PromptEncoding(prompts, ends, List.copyOf(warnings));
  }

  /**
   * Texts as they stand, with what the tokenizer itself puts before a text.
   *
   * @throws BadInputException with every line that is more than a text
   */
  static PromptEncoding raw(LanguageModel model, List<PromptLine> lines) {
    List<int[]> prompts = new ArrayList<>();
    List<String> issues = new ArrayList<>();
    for (PromptLine line : lines) {
      Conversation one = line.conversation();
      if (one.messages().size() == 1
          && one.variables().isEmpty()
          && one.messages().getFirst().get("content") instanceof String text) {
        int[] tokens = model.tokenizer().encodeWhole(text);
        prompts.add(tokens);
        if (tokens.length == 0) {
          issues.add(
              line.origin()
                  + ": the prompt is empty: a model continues a text, and there is none.");
        }
      } else {
        issues.add(
            line.origin()
                + ": --raw gives the model one text as it stands; found several messages, tools or"
                + " other variables. Drop them, or leave out --raw.");
      }
    }
    if (!issues.isEmpty()) {
      throw new BadInputException(issues);
    }
    return new PromptEncoding(prompts, model.eosTokenIds(), List.of());
  }
}
