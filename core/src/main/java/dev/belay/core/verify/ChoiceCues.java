package dev.belay.core.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words after which the letter of an option is what a completion settles on. */
final class ChoiceCues {

  /** "The answer is" in other languages, up to the letter. */
  static final Pattern FOREIGN =
      Pattern.compile(
          "(?iu)(?:(?:antwort|respuesta|r\u00e9ponse|reponse|risposta|resposta|antwoord|svaret|svar|odpowied\u017a|odpov\u011b\u010f|cevap|jawaban|\u043e\u0442\u0432\u0435\u0442|\u0432\u0456\u0434\u043f\u043e\u0432\u0456\u0434\u044c)(?:[^.\\n"
              + "?!:\uff1a=]{0,40}?(?<![\\p{L}])(?:ist|lautet|es|est|\u00e8|\u00e9|is|\u00e4r|jest|je)(?![\\p{L}])|\\s{0,9})|(?:\u7b54\u6848|\u7b54\u3048|\u6b63\u89e3|\uc815\ub2f5|\ub2f5|\u7b54)[^A-Za-z.\\n"
              + "\u3002:\uff1a]{0,8})"
              + "\\s{0,9}[:\uff1a=]?\\s{0,9}(?:(?:la|el|il|die|der|l'|l\u2019|opci\u00f3n|option|opzione|letra)\\s{0,9}){0,2}");

  /** What a conclusion begins with, up to the letter. */
  static final Pattern CONCLUSION =
      Pattern.compile(
          "(?i)\\b(?:it(?:['\u2019]s|\\s(?:is|must\\sbe|should\\sbe|has\\sto\\sbe))|one\\sis|so|thus|hence"
              + "|therefore|leaves|leaving|left\\swith|choose|pick|select|go\\swith|going\\swith)"
              + "\\s{0,9},?:?\\s{1,9}(?:(?:the\\s)?(?:option|choice|letter|answer)\\s{1,9})?(?:is\\s)?");

  private static final Pattern TAKEN_BACK =
      Pattern.compile(
          "(?i)(?:(?:^|[.!?\\n"
              + "]\\s{0,9}|\\b(?:no|but|oh|hmm),?\\s{1,9})wait\\b(?=[,.:;!\u2014-]|\\s{1,9}(?:no|let|that|i)\\b)|(?:^|[.!?\\n"
              + "]\\s{0,9})(?:actually|correction)\\s?[,:]|\\bscratch that\\b|\\bmade (?:a"
              + " mistake|an error)\\b)");

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
