package dev.belay.core.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words after which the letter of an option is what a completion settles on. */
final class ChoiceCues {

  private static final String SURELY =
      "(?:,?\\s{0,9}(?:of course|clearly|most likely|most"
          + " probably|likely|probably|definitely|therefore"
          + "|thus|then|indeed|simply|obviously|certainly|actually|surely|just|only|hence|now|still)\\b,?){0,2}";

  /** "The answer is", "correct option:" and the like, up to the letter. */
  static final Pattern STATEMENT =
      Pattern.compile(
          "(?i)(?<![A-Za-z])(?:answer|choice|option|solution|letter|ans|response|conclusion|verdict|result|selected|selection|pick)\\b[\"'\u201d]?(?!\\s{1,9}(?:choices|options))(?:[^.\\n"
              + "?!:=]{0,40}?\\b(?:is|was|be)\\b"
              + SURELY
              + "\\s{0,99}:?|\\.?\\s{0,99}(?:[:=]|->|\u2192|[-\u2013\u2014](?=\\s)))\\s{0,99}[\"'\u201c\u2018]{0,9}"
              + "(?:but\\s{1,9})?(?:(?:the\\s{1,9})?(?:option|choice|letter|answer)\\b\\s{0,9}:?\\s{0,9})?");

  /** "The answer is" in other languages, up to the letter. */
  static final Pattern FOREIGN =
      Pattern.compile(
          "(?iu)(?:(?:antwort|respuesta|r\u00e9ponse|reponse|risposta|resposta|antwoord|svaret|svar|odpowied\u017a"
              + "|odpov\u011b\u010f|cevap|jawaban|\u043e\u0442\u0432\u0435\u0442|\u0432\u0456\u0434\u043f\u043e\u0432\u0456\u0434\u044c|richtig|korrekt|vastaus|r\u0103spuns|raspuns|v\u00e1lasz|\u0111\u00e1p"
              + " \u00e1n|\u0627\u0644\u0625\u062c\u0627\u0628\u0629|\u0627\u0644\u062c\u0648\u0627\u0628|\u0909\u0924\u094d\u0924\u0930|\u0e04\u0e33\u0e15\u0e2d\u0e1a|\u05ea\u05e9\u05d5\u05d1\u05d4|\u03b1\u03c0\u03ac\u03bd\u03c4\u03b7\u03c3\u03b7)(?:[^.\\n"
              + "?!:\uff1a=]{0,40}?(?<![\\p{L}])(?:ist|lautet|es|est|\u00e8|\u00e9|is|\u00e4r|jest|je|on|este|l\u00e0|\u0647\u0648|\u0647\u064a|\u0939\u0948|\u0e04\u0e37\u0e2d)(?![\\p{L}])|\\s{0,9})|(?:\u7b54\u6848|\u7b54\u3048|\u6b63\u89e3|\uc815\ub2f5|\ub2f5|\u7b54|\u9009\u62e9|\u9078\u64c7|\u9009|\u9078)[^A-Za-z.\\n"
              + "\u3002:\uff1a]{0,8})"
              + "\\s{0,9}[:\uff1a=]?\\s{0,9}(?:(?:la|el|il|die|der|l'|l\u2019|opci\u00f3n|option|opzione|letra)\\s{0,9}){0,2}");

  /** What a conclusion begins with, up to the letter. */
  static final Pattern CONCLUSION =
      Pattern.compile(
          "(?i)(?<!not\\s)\\b(?:(?:it|this|that)(?:['\u2019]s|['\u2019]d\\sbe|\\s(?:is|(?:must|should|would|has\\sto)\\sbe))"
              + "|one\\sis|must\\sbe|so|thus|hence|therefore|leaves|leaving|left\\swith|choose|pick|select|go\\swith|going\\swith"
              + "|i(?:['\u2019]d|\\swould)\\ssay|i\\s(?:think|believe|guess|say)|my\\sguess\\sis|probably|likely|definitely"
              + "|clearly|obviously|certainly|only|just|elimination)"
              + "\\s{0,9},?:?\\s{1,9}(?:(?:the\\s)?(?:option|choice|letter|answer)\\s{1,9})?(?:is\\s)?");

  /** A phrase that is nothing but a letter, or letters; a question is none. */
  static final Pattern PHRASE =
      Pattern.compile(
          "(?:^|(?<=[.;!?\\n"
              + "\u2026]))\\s{0,99}[\"'(\\[]?\\s{0,9}([A-Za-z](?:[)\\]\"'.:]|(?=\\s{0,9}(?:[;!\\n"
              + "]|$))))(?=\\s|[.;!]|$)");

  private static final Pattern TAKEN_BACK =
      Pattern.compile(
          "(?i)(?:(?:^|[.!?\\n"
              + "]\\s{0,9}|\\b(?:no|but|oh|hmm),?\\s{1,9})wait\\b(?=[,.:;!\u2014-]|\\s{1,9}(?:no|let|that|i)\\b)|(?:^|[.!?\\n"
              + "]\\s{0,9})(?:actually|correction)\\s?[,:]|(?:[A-Ja-j][)\"']?\\s{0,9}(?:\\.{2,3}|\u2026)\\s{0,9}no[,.])|(?:^|[.!?\\n"
              + "]\\s{0,9})(?:just\\skidding|never\\s?mind|(?:ignore|forget|disregard|strike)\\s(?:that|this)"
              + "|on\\ssecond\\sthought|my\\s(?:mistake|bad)|oops|i\\stake\\s(?:that|it)\\sback|i\\swas\\swrong"
              + "|let\\sme\\s(?:rethink|reconsider)|no,?\\s(?:that|this)(?:['\u2019]s|\\sis)\\s(?:wrong|incorrect|not\\s(?:right|correct)))\\b|\\bscratch"
              + " that\\b|\\bmade (?:a mistake|an error)\\b)");

  private ChoiceCues() {}

  /** What a text says after it has last taken something back; all of it where it has not. */
  static String afterCorrection(String text) {
    int from = 0;
    Matcher back = TAKEN_BACK.matcher(text);
    while (back.find()) {
      from = back.end();
    }
    return text.substring(from);
  }
}
