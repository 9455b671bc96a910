package dev.belay.verify.instruction;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a sentence ends between a word and the next one, by the rules of Punkt (Kiss and Strunk
 * 2006, section 4). The abbreviations and the frequent starters of sentences are those that the
 * authors' model of English has learned. Of its twenty thousand words with their capitals, which
 * matter after abbreviations and initials alone, only common words are known here.
 */
final class PunktContext {

  private static final Set<String> ABBREVIATIONS =
      words(
          """
          a.a a.c a.d a.g a.h a.m a.m.e a.s a.t adm ala ariz aug ave b.f b.v bros c c.i.t c.o.m.b
          c.v calif chg cie co col colo conn corp cos ct d d.c d.h d.w dec dr e e.f e.h e.l e.m f
          f.g f.j feb fla fri ft g g.d g.f g.k ga gen h h.c h.f h.m i.m.s ill inc j.b j.c j.j j.k
          j.p j.r jan jr k kan ky l l.a l.f l.p lt ltd m m.b.a m.d.c m.j maj messrs mg mich minn mr
          mrs ms n n.c n.d n.h n.j n.m n.v n.y nev nov oct ok okla ore p p.a.m p.m pa ph.d prof r
          r.a r.h r.i r.j r.k r.t rep reps s s.a s.a.y s.c s.g s.p.a s.s sen sep sept sr st sw t t.j
          tenn tues u.k u.n u.s u.s.a u.s.s.r v va vs vt w w.c w.r w.va w.w wash wed wis yr
          """);

  private static final Set<String> STARTERS =
      words(
          """
          according although among both but despite even he however i if in indeed instead it many
          meanwhile moreover most nevertheless nonetheless nor sales separately similarly since so
          some the there these they this though thus under when while yet
          """);

  /** Words that often stand in small letters, so that a capital tells of a beginning. */
  private static final Set<String> COMMON =
      words(
          """
          the a an this that these those it its he she they we you his her their our my your and
          but or so yet for nor if when while after before since as although though because until
          unless once in on at by to from with without of about over under into during through
          between among against there here what which who whom whose why how where is are was were
          be been has have had do does did will would can could may might must should not no yes
          also then thus however therefore moreover furthermore finally first second third next
          last many most some any all each every both few several other another such more less only
          just even still already always never often sometimes usually now today please let make
          use keep try take add remember go get see find look think know want need
          """);

  private static final Pattern NUMBER = Pattern.compile("-?[.,]?\\d[\\d,.-]*+");
  private static final String NUMBER_TYPE = "##number##";
  private static final String PUNCTUATION = ";:,.!?";

  private PunktContext() {}

  private static Set<String> words(String list) {
    return Set.copyOf(PythonText.words(list));
  }

  /** Whether a sentence ends anywhere before the last word of a stretch of text. */
  static boolean hasBreak(String context) {
    List<Word> words = PunktWords.of(context).stream().map(Word::of).toList();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).endsSentence(words.get(i + 1))) {
        return true;
      }
    }
    return false;
  }

  private enum Kind {
    ABBREVIATION,
    ELLIPSIS,
    END,
    OTHER
  }

  /**
   * A word with what it is taken for by itself.
   *
   * @param type in small letters, numbers all the same
   */
  private record Word(String text, String type, Kind kind) {

    static Word of(String text) {
      String small = PythonText.lower(text);
      String type = NUMBER.matcher(small).matches() ? NUMBER_TYPE : small;
      return new Word(text, type, kind(text, small));
    }

    private static Kind kind(String text, String small) {
      if (text.equals("?") || text.equals("!") || text.equals(".")) {
        return Kind.END;
      }
      if (text.endsWith("..")) {
        boolean dots = PythonText.skip(text, 0, c -> c == '.') == text.length();
        return dots ? Kind.ELLIPSIS : Kind.OTHER;
      }
      if (!text.endsWith(".")) {
        return Kind.OTHER;
      }
      String bare = small.substring(0, small.length() - 1);
      boolean known =
          ABBREVIATIONS.contains(bare)
              || ABBREVIATIONS.contains(bare.substring(bare.lastIndexOf('-') + 1));
      return known ? Kind.ABBREVIATION : Kind.END;
    }

    boolean endsSentence(Word next) {
      boolean end = kind == Kind.END;
      if (!text.endsWith(".")) {
        return end;
      }
      boolean initial = isInitial();
      if (!initial && (kind == Kind.ABBREVIATION || kind == Kind.ELLIPSIS)) {
        return next.beginsUpper() && STARTERS.contains(next.bare());
      }
      if (initial || type.equals(NUMBER_TYPE)) {
        boolean name = initial && next.beginsUpper() && !COMMON.contains(next.bare());
        return end && !next.goesOn() && !name;
      }
      return end;
    }

    private boolean isInitial() {
      int first = text.codePointAt(0);
      return text.length() == Character.charCount(first) + 1
          && PythonText.isWord(first)
          && !Character.isDigit(first);
    }

    /** Whether a sentence goes on with it, and does not begin. */
    private boolean goesOn() {
      return (text.length() == 1 && PUNCTUATION.contains(text))
          || Character.isLowerCase(text.codePointAt(0));
    }

    private boolean beginsUpper() {
      return Character.isUpperCase(text.codePointAt(0));
    }

    /** The type without the full stop that ends a sentence. */
    private String bare() {
      boolean stop = kind == Kind.END && type.length() > 1 && type.endsWith(".");
      return stop ? type.substring(0, type.length() - 1) : type;
    }
  }
}
