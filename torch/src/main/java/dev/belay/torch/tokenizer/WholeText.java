package dev.belay.torch.tokenizer;

import java.util.Arrays;
import java.util.Optional;

/**
 * What a tokenizer puts before and behind a text that is all a model sees. {@code add_bos_token} or
 * {@code add_eos_token} of {@code tokenizer_config.json} decide where either is given, else the
 * {@code post_processor} of {@code tokenizer.json}. A text that already begins with the token gets
 * no second one.
 */
final class WholeText {

  private final HuggingFaceTokenizer tokenizer;
  private final boolean saysSo;
  private final Optional<String> first;
  private final Optional<String> last;
  private final Optional<String> bos;

  WholeText(TokenizerFile file, HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
    Optional<Boolean> addBos = file.flag("add_bos_token");
    Optional<Boolean> addEos = file.flag("add_eos_token");
    this.saysSo = addBos.isPresent() || addEos.isPresent();
    this.bos = file.named("bos_token");
    this.first = bos.filter(_ -> addBos.orElse(false));
    this.last = file.named("eos_token").filter(_ -> addEos.orElse(false));
  }

  int[] encode(String text) {
    boolean begun = bos.filter(token -> !token.isEmpty() && text.startsWith(token)).isPresent();
    if (saysSo) {
      int[] before = begun ? new int[0] : first.map(tokenizer::encode).orElse(new int[0]);
      int[] behind = last.map(tokenizer::encode).orElse(new int[0]);
      return joined(before, tokenizer.encode(text), behind);
    }
    int[] ids = tokenizer.processed(text);
    int[] bare = tokenizer.encode(text);
    boolean doubled = begun && ids.length > bare.length && ids.length > 1 && ids[0] == ids[1];
    return doubled ? Arrays.copyOfRange(ids, 1, ids.length) : ids;
  }

  private static int[] joined(int[]... parts) {
    return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
  }
}
