package dev.belay.verify.code;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the code of a completion. Of several fenced blocks the last that defines the entry point
 * counts, with earlier blocks that only define things; where none defines it, the last block
 * continues the prompt. Without a fence, a completion that defines the entry point is a program
 * from its first line of code on; any other continues the prompt. Which of the readings is a
 * program is decided by Python's parser, in the sandbox, before anything runs.
 */
final class CodeExtraction {

  private static final List<String> LANGUAGES = List.of("", "python", "py", "python3", "python2");

  private CodeExtraction() {}

  /**
   * What was found.
   *
   * @param pieces the readings, the likeliest first; empty if there is no code
   * @param shown the code for people
   * @param how by which rule
   * @param closed whether the code is all there even if the completion was cut off: its block is
   *     closed, or other code follows the function that was asked for
   */
  record Result(List<CodePiece> pieces, String shown, String how, boolean closed) {

    Result {
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * The code of a completion.
   *
   * @param entryPoint what it must define; may be empty
   */
  static Result extract(String text, String entryPoint) {
    List<CodeBlock> all = CodeBlock.of(text);
    List<CodeBlock> blocks = all.stream().filter(b -> LANGUAGES.contains(b.language())).toList();
    if (!all.isEmpty()) {
      return fenced(blocks.isEmpty() ? List.of(all.getLast()) : blocks, entryPoint);
    }
    if (text.isBlank()) {
      return new Result(List.of(), "", "empty completion", false);
    }
    return plain(text, entryPoint);
  }

  private static Result fenced(List<CodeBlock> blocks, String entryPoint) {
    List<String> texts = blocks.stream().map(CodeBlock::text).toList();
    int last = texts.size() - 1;
    while (last >= 0 && !Definitions.defines(texts.get(last), entryPoint)) {
      last--;
    }
    if (last < 0) {
      String block = texts.getLast();
      boolean closed = blocks.getLast().closed() || Definitions.isOver(block, entryPoint);
      return new Result(
          List.of(CodePiece.continuation(block)),
          block,
          "the last block, as a continuation",
          closed);
    }
    String block = texts.get(last);
    CodePiece piece = new CodePiece(CodePiece.Mode.WHOLE, texts.subList(0, last), block);
    String how = entryPoint.isEmpty() ? "the last block" : "the last block that defines it";
    boolean closed = blocks.get(last).closed() || Definitions.isOver(block, entryPoint);
    return new Result(List.of(piece, CodePiece.continuation(block)), block, how, closed);
  }

  private static Result plain(String text, String entryPoint) {
    boolean closed = Definitions.isOver(text, entryPoint);
    if (entryPoint.isEmpty() || !Definitions.defines(text, entryPoint)) {
      List<CodePiece> pieces = List.of(CodePiece.continuation(text));
      return new Result(pieces, text, "the completion continues the prompt", closed);
    }
    List<CodePiece> pieces = new ArrayList<>(List.of(CodePiece.whole(text)));
    String code = Definitions.fromFirstLineOfCode(text);
    if (!code.equals(text)) {
      pieces.add(CodePiece.whole(code));
    }
    pieces.add(CodePiece.continuation(text));
    return new Result(pieces, code, "the completion is a program", closed);
  }
}
