package dev.belay.core.verify;

import java.util.regex.Pattern;

/** Words after which the letter of an option is what a completion settles on. */
final class ChoiceCues {

  private static final String SURELY =
      "(?:,?\\s{0,9}(?:of course|clearly|most likely|most"
          + " probably|likely|probably|definitely|therefore"
          + "|thus|then|indeed|simply|obviously|certainly|actually|surely|just|only|hence|now|still)\\b,?){0,2}";

  /** What is said to be an option; "correct" and "final" alone only before a colon. */
  private static final String STATED =
      "(?:answer|choice|option|solution|letter|ans|response|conclusion|verdict|result|selected"
          + "|selection|pick|(?:correct|right|best)\\sone|(?<!not\\s)(?:correct|final)(?=\\s{0,3}:))";

  /** "The answer is", "correct option:" and the like, up to the letter. */
  static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)(?<![A-Za-z])"
              + STATED
              + "\\b[\"'\u201d]?(?!\\s{1,9}(?:choices|options))(?:[^.\\n"
              + "?!:=]{0,40}?\\b(?:is|was|be)\\b"
              + SURELY
              + "\\s{0,99}:?|\\.?\\s{0,99}(?:[:=]|->|\u2192|[-\u2013\u2014](?=\\s)))\\s{0,99}[\"'\u201c\u2018]{0,9}"
              + "(?:but\\s{1,9})?(?:(?:the\\s{1,9})?(?:option|choice|letter|answer)\\b\\s{0,9}:?\\s{0,9})?");

  /** Words for an option; each may begin a completion, before the letter. */
  static final String OPTION =
      "option|choice|letter|answer|ans\\.?|opci[\u00f3o]n|op\u00e7\u00e3o|opzione|alternativa"
          + "|\u0432\u0430\u0440\u0438\u0430\u043d\u0442";

  private static final String FOREIGN_RIGHT =
      "(?:correct[ao]|correcte|corretta|corret[ao]|cert[ao]|giusta|corect\u0103?|benar)";

  private static final String FOREIGN_NOUN =
      "(?:antwort|l\u00f6sung|respuesta|r\u00e9ponse|reponse|risposta|resposta|antwoord|svaret|svar|odpowied\u017a"
          + "|odpov\u011b\u010f|cevap|jawaban|\u043e\u0442\u0432\u0435\u0442|\u0432\u0456\u0434\u043f\u043e\u0432\u0456\u0434\u044c|richtig|korrekt|vastaus|r\u0103spuns|raspuns|v\u00e1lasz|\u0111\u00e1p"
          + " \u00e1n|\u0627\u0644\u0625\u062c\u0627\u0628\u0629|\u0627\u0644\u062c\u0648\u0627\u0628|\u0909\u0924\u094d\u0924\u0930|\u0e04\u0e33\u0e15\u0e2d\u0e1a|\u05ea\u05e9\u05d5\u05d1\u05d4|\u03b1\u03c0\u03ac\u03bd\u03c4\u03b7\u03c3\u03b7"
          + "|(?:\u043f\u0440\u0430\u0432\u0438\u043b\u044c\u043d\u044b\u0439|\u0432\u0435\u0440\u043d\u044b\u0439)\\s\u0432\u0430\u0440\u0438\u0430\u043d\u0442"
          + "|(?:opci[\u00f3o]n|op\u00e7\u00e3o|opzione|alternativa)\\s"
          + FOREIGN_RIGHT
          + ")";

  private static final String FOREIGN_VERB =
      "(?<![\\p{L}])(?:ist|lautet|es|est|\u00e8|\u00e9|is|\u00e4r|jest|je|on|este|to|adalah|l\u00e0|\u0647\u0648|\u0647\u064a|\u0939\u0948|\u0e04\u0e37\u0e2d)(?![\\p{L}])";

  private static final String UNSPACED_NOUN =
      "(?:\u7b54\u6848|\u7b54\u3048|\u6b63\u89e3|\uc815\ub2f5|\ub2f5|\u7b54|\u9009\u62e9|\u9078\u64c7|\u9009|\u9078)";

  /**
   * "The answer is" in other languages, up to the letter. The letter may stand before the verb, as
   * in Hindi.
   */
  static final Pattern FOREIGN =
      Pattern.compile(
          "(?iu)(?:"
              + FOREIGN_NOUN
              + "(?:\\s{0,9}(?=[(\\[]?(?-i:[A-Z])(?!\\p{L}))|[^.\\n"
              + "?!:\uff1a=]{0,40}?"
              + FOREIGN_VERB
              + "|\\s"
              + FOREIGN_RIGHT
              + "(?=\\s{0,3}[:\uff1a=])|\\s{0,9})|"
              + UNSPACED_NOUN
              + "[^A-Za-z.\\n"
              + "\u3002:\uff1a]{0,8})\\s{0,9}(?:[:\uff1a=]|[-\u2013\u2014](?=\\s))?\\s{0,9}"
              + "(?:(?:la|el|il|die|der|l'|l\u2019|opci\u00f3n|option|opzione|letra)\\s{0,9}){0,2}");

  /** A sign that a line begins with to call its option right. */
  private static final String TICK =
      "(?:(?<=^|\\n)[ \\t]{0,9}[\u2705\u2714\u2713\u2611]\ufe0f?|\u2234)[ \\t]{0,9}";

  /** What a conclusion begins with, up to the letter. */
  static final Pattern CONCLUSION =
      Pattern.compile(
          "(?i)(?:"
              + TICK
              + "|(?<!not\\s)\\b(?:(?:it|this|that)(?:['\u2019]s|['\u2019]d\\sbe|\\s(?:is|(?:must|should|would|has\\sto)\\sbe))"
              + "|one\\sis|must\\sbe|so|thus|hence|therefore|leaves|leaving|left\\swith|choose|pick|select|go\\swith|going\\swith"
              + "|i(?:['\u2019]d|\\swould)\\ssay|i\\s(?:think|believe|guess|say)|(?:my|best)\\sguess(?:\\sis)?|probably|likely|definitely"
              + "|clearly|obviously|certainly|only|just|elimination)"
              + "\\s{0,9},?:?\\s{1,9})(?:(?:the\\s)?(?:option|choice|letter|answer)\\s{1,9})?(?:is\\s)?");

  /** A phrase that is nothing but a letter, or letters; a question is none. */
  static final Pattern PHRASE =
      Pattern.compile(
          "(?:^|(?<=[.;!?\\n"
              + "\u2026]))\\s{0,99}[\"'(\\[]?\\s{0,9}([A-Za-z](?:[)\\]\"'.:]|(?=\\s{0,9}(?:[;!\\n"
              + "]|$))))(?=\\s|[.;!]|$)");

  private ChoiceCues() {}
}
