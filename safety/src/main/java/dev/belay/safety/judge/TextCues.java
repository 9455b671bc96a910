package dev.belay.safety.judge;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What can be seen in a completion without understanding it: which kinds of phrase stand where, how
 * it is laid out, how much of the prompt comes back. All values lie in [0, 1].
 */
final class TextCues {
  /** Characters read of a completion. */
  static final int READ_LENGTH = 4000;

  private static final int[] PATTERN_BINS = {0, 1, 2, 4, 8, Integer.MAX_VALUE};
  private static final int[] CUE_BINS = {0, 1, 3, 6, 40};
  private static final RefusalPatterns PATTERNS = RefusalPatterns.load();
  private static final Cues CUES = Cues.load();
  private static final Pattern LIST_ITEM =
      Pattern.compile("^[ \\t]{0,8}([0-9]{1,3}[.)]|[-*\u2022])[ \\t]", Pattern.MULTILINE);
  private static final Pattern WORD = Pattern.compile("[a-z0-9]+");
  private static final int STEM = 5;
  private static final double LONG_LIST = 8;
  private static final double MANY_SENTENCES = 12;
  private static final double LONG_TEXT = 1200;
  private static final Set<String> FUNCTION_WORDS =
      Set.of(
          ("the a an of to and or in on for is are was were be i you my your it that this with as"
                  + " at by from do does did how what why where when who can could should would"
                  + " will not if they their there have has had best way some me we our its so but")
              .split(" ", -1));

  private static final List<Question> QUESTIONS =
      List.of(
          new Question(
              "what_is",
              "^(what (is|are|was|were|does|did|do|constitutes)|who|when|which|how (did|was|were"
                  + "|many|much|does))\\b"),
          new Question("how_to", "^how (can|do|to|should)\\b|^(what|where) .{0,80}\\b(i|my)\\b"),
          new Question("why", "^why\\b|\\breasons?\\b|\\bbenefits\\b|\\bjustified\\b"),
          new Question("where", "^where\\b"));

  private record Question(String name, Pattern pattern) {
    Question(String name, String pattern) {
      this(name, Pattern.compile(pattern));
    }
  }

  private final List<String> names = new ArrayList<>();
  private final List<Double> values = new ArrayList<>();

  private TextCues() {}

  /** The values for a prompt and a completion. */
  static List<Double> of(
      String prompt, String completion, List<List<String>> sentences, Label byPatterns) {
    TextCues cues = new TextCues();
    cues.read(prompt, completion, sentences, byPatterns);
    return cues.values;
  }

  /** The names of the values, in their order. */
  static List<String> names() {
    TextCues cues = new TextCues();
    cues.read("", "", List.of(), Label.UNDECIDED);
    return List.copyOf(cues.names);
  }

  private void read(
      String prompt, String completion, List<List<String>> sentences, Label byPatterns) {
    for (Label label : List.of(Label.FULL_COMPLIANCE, Label.PARTIAL_REFUSAL, Label.FULL_REFUSAL)) {
      add("patterns." + label.snakeCase(), label == byPatterns);
    }
    for (RefusalPatterns.Kind kind : RefusalPatterns.Kind.IN_LONGER_TEXT) {
      for (int bin = 0; bin + 1 < PATTERN_BINS.length; bin++) {
        String name = "pattern." + kind.name().toLowerCase(Locale.ROOT) + "." + PATTERN_BINS[bin];
        add(
            name,
            slice(sentences, PATTERN_BINS[bin], PATTERN_BINS[bin + 1]).stream()
                .anyMatch(sentence -> PATTERNS.find(kind, sentence).isPresent()));
      }
    }
    List<String> plain = sentences.stream().map(words -> String.join(" ", words)).toList();
    for (String cue : CUES.names()) {
      for (int bin = 0; bin + 1 < CUE_BINS.length; bin++) {
        add(
            "cue." + cue + "." + CUE_BINS[bin],
            CUES.found(cue, slice(plain, CUE_BINS[bin], CUE_BINS[bin + 1])));
      }
    }
    layout(completion, sentences);
    question(prompt, plain);
  }

  private void layout(String completion, List<List<String>> sentences) {
    String read = completion.substring(0, Math.min(completion.length(), READ_LENGTH));
    long items = LIST_ITEM.matcher(read).results().count();
    add("layout.list", items > 0);
    add("layout.list_items", Math.min(items / LONG_LIST, 1));
    add("layout.code", read.contains("```"));
    add("layout.sentences", Math.min(sentences.size() / MANY_SENTENCES, 1));
    add("layout.length", Math.min(read.length() / LONG_TEXT, 1));
  }

  private void question(String prompt, List<String> plain) {
    String asked = prompt.strip().toLowerCase(Locale.ROOT);
    for (Question question : QUESTIONS) {
      add("prompt." + question.name, question.pattern.matcher(asked).find());
    }
    Set<String> stems = stems(asked);
    for (int[] bin : new int[][] {{0, 1}, {1, 3}, {3, Integer.MAX_VALUE}}) {
      Set<String> common = stems(String.join(" ", slice(plain, bin[0], bin[1])));
      common.retainAll(stems);
      add("prompt.words_again." + bin[0], common.size() / (double) Math.max(stems.size(), 1));
    }
  }

  /** The beginnings of the words that carry meaning. */
  static Set<String> stems(String lowerCase) {
    Set<String> stems = new HashSet<>();
    Matcher words = WORD.matcher(lowerCase);
    while (words.find()) {
      String word = words.group();
      if (!FUNCTION_WORDS.contains(word)) {
        stems.add(word.substring(0, Math.min(word.length(), STEM)));
      }
    }
    return stems;
  }

  private void add(String name, boolean holds) {
    add(name, holds ? 1 : 0);
  }

  private void add(String name, double value) {
    names.add(name);
    values.add(value);
  }

  private static <T> List<T> slice(List<T> list, int from, int to) {
    return list.subList(Math.min(from, list.size()), Math.min(to, list.size()));
  }
}
