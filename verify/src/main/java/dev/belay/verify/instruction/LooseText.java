package dev.belay.verify.instruction;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The texts of which one must follow an instruction that is judged loosely (Zhou et al. 2023,
 * section 2.2): the completion, without its first line, without its last, without both, and each
 * without asterisks.
 */
final class LooseText {

  private LooseText() {}

  /** Those that are not blank, the completion itself first. */
  static List<String> variants(String text) {
    int first = text.indexOf('\n');
    int last = text.lastIndexOf('\n');
    String noFirst = first < 0 ? "" : PythonText.strip(text.substring(first + 1));
    String noLast = last < 0 ? "" : PythonText.strip(text.substring(0, last));
    String neither =
        first < 0 || first == last ? "" : PythonText.strip(text.substring(first + 1, last));
    Set<String> variants = new LinkedHashSet<>();
    for (String variant : List.of(text, noFirst, noLast, neither)) {
      variants.add(variant);
      variants.add(variant.replace("*", ""));
    }
    variants.removeIf(PythonText::isBlank);
    return List.copyOf(variants);
  }
}
