package dev.belay.safety.judge.classifier;

import dev.belay.core.chat.ChatMessage;
import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.error.BadInputException;
import dev.belay.core.hash.Sha256;
import dev.belay.safety.judge.Exchange;
import dev.belay.safety.judge.LocalModel;
import dev.belay.safety.judge.QuotedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a classifier reads. A classifier is what it was trained to be only behind the very words
 * that it was trained with, and those come with it: in a file of its directory or of the user's,
 * or, for Llama Guard, in its chat template. Without them it is asked in Belay's words.
 */
sealed interface ClassifierPrompt {
  /** A file of this name in the model's directory holds its words. */
  String FILE = "judge_prompt.txt";

  /** The text before the answer, special tokens included. */
  String render(Exchange exchange);

  /** Tells the words apart in versions. */
  String label();

  /**
   * The published words: text with a place for the request and one for the completion.
   *
   * @param text with {@code {behavior}}, {@code {prompt}} or {@code {request}}, and {@code
   *     {generation}}, {@code {response}} or {@code {completion}}
   */
  record Published(String text) implements ClassifierPrompt {
    private static final Pattern PLACES =
        Pattern.compile(
            "\\{(?:(behavior|prompt|request|instruction)|(generation|response|completion))\\}");

    @Override
    public String render(Exchange exchange) {
      return PLACES
          .matcher(text)
          .replaceAll(
              place ->
                  Matcher.quoteReplacement(
                      QuotedText.defused(
                          place.group(1) != null ? exchange.prompt() : exchange.completion())));
    }

    @Override
    public String label() {
      return "prompt " + Sha256.of(text).substring(0, 8);
    }

    boolean hasBothPlaces() {
      return PLACES.matcher(text).results().anyMatch(place -> place.group(1) != null)
          && PLACES.matcher(text).results().anyMatch(place -> place.group(2) != null);
    }
  }

  /**
   * The words in the model's chat template, which is given the exchange as a conversation.
   *
   * @param template of the model
   * @param specialTokens of the model
   */
  record ByTemplate(ChatTemplate template, Map<String, String> specialTokens)
      implements ClassifierPrompt {
    @Override
    public String render(Exchange exchange) {
      List<ChatMessage> messages =
          List.of(
              ChatMessage.user(QuotedText.defused(exchange.prompt())),
              ChatMessage.assistant(QuotedText.defused(exchange.completion())));
      return template.render(messages, true, specialTokens).text();
    }

    @Override
    public String label() {
      return "chat template";
    }
  }

  /**
   * Belay's words as the user's turn, or as plain text for a model without a chat template.
   *
   * @param question with the places
   * @param model that is asked
   */
  record Own(String question, LocalModel model) implements ClassifierPrompt {
    @Override
    public String render(Exchange exchange) {
      String text = new Published(question).render(exchange);
      return model
          .template()
          .map(
              template ->
                  template
                      .render(List.of(ChatMessage.user(text)), true, model.specialTokens())
                      .text())
          .orElse(text + "\n");
    }

    @Override
    public String label() {
      return "own words";
    }
  }

  /**
   * Finds the words of a classifier.
   *
   * @param file named by the user; empty to look in the model's directory
   * @throws BadInputException when the file cannot be read or lacks a place
   */
  static ClassifierPrompt of(ClassifierFormat format, LocalModel model, Optional<Path> file) {
    Path own = model.directory().resolve(FILE);
    if (file.isPresent() || Files.exists(own)) {
      return read(file.orElse(own), model);
    }
    if (format == ClassifierFormat.LLAMA_GUARD && model.template().isPresent()) {
      return new ByTemplate(model.template().get(), model.specialTokens());
    }
    return new Own(format.question(), model);
  }

  private static ClassifierPrompt read(Path file, LocalModel model) {
    try {
      String text = Files.readString(file, StandardCharsets.UTF_8);
      String bos = model.specialTokens().getOrDefault("bos_token", "");
      Published prompt = new Published(text.startsWith(bos) ? text : bos + text);
      if (!prompt.hasBothPlaces()) {
        throw new BadInputException(
            file
                + ": needs a place for the request ({prompt} or {behavior}) and one for the"
                + " completion ({response} or {generation}).");
      }
      return prompt;
    } catch (IOException e) {
      throw new BadInputException(file + ": cannot be read: " + e.getMessage(), e);
    }
  }
}
