package dev.belay.safety.judge;

import dev.belay.core.chat.ChatTemplate;
import dev.belay.core.model.TextGenerator;
import dev.belay.core.model.Tokenizer;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * An open language model in this process that is to judge.
 *
 * @param directory its files
 * @param sha256 of its weights
 * @param generator the engine
 * @param tokenizer its tokenizer
 * @param template its chat template, if it has one
 * @param specialTokens as templates see them: {@code bos_token} and so on
 */
public record LocalModel(
    Path directory,
    String sha256,
    TextGenerator generator,
    Tokenizer tokenizer,
    Optional<ChatTemplate> template,
    Map<String, String> specialTokens) {}
