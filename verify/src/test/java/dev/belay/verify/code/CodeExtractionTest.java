package dev.belay.verify.code;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.model.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

final class CodeExtractionTest {

  private static final String F = "def f(x):\n    return x";

  private static List<String> texts(String completion) {
    return CodeExtraction.extract(completion, "f").pieces().stream().map(CodePiece::text).toList();
  }

  @Test
  void takesTheLastBlockThatDefinesTheEntryPoint() {
    assertThat(texts("```python\n" + F + "\n```").getFirst()).isEqualTo(F + "\n");
    assertThat(texts("```\na = 1\n```\n```py\n" + F + "\n```\n```\nf(1)\n```").getFirst())
        .isEqualTo(F + "\n");
    assertThat(texts("~~~ python\n" + F + "\n~~~").getFirst()).isEqualTo(F + "\n");
    assertThat(texts("````python\n" + F + "\n```\n````").getFirst()).isEqualTo(F + "\n```\n");
    assertThat(texts("```python\n" + F).getFirst()).as("never closed").isEqualTo(F + "\n");
    assertThat(texts("```bash\npip\n```\n```Python3 title\n" + F + "\n```").getFirst())
        .isEqualTo(F + "\n");
    assertThat(texts("```json\n1\n```").getFirst()).isEqualTo("1\n");
    assertThat(CodeExtraction.extract("```\ng = 1\n```", "f").how()).contains("continuation");
  }

  @Test
  void knowsWhetherMoreOfTheCodeCouldFollow() {
    for (String closed :
        List.of(
            "```python\n" + F + "\n```",
            "```python\n" + F + "\n```\nThis gives ba",
            "```\n" + F + "\n```\n```\nf(1",
            "```\n" + F + "\n\nprint(f(",
            F + "\n\ndef g(",
            "    return x\n\nprint(")) {
      assertThat(CodeExtraction.extract(closed, "f").closed()).as(closed).isTrue();
    }
    for (String open :
        List.of(
            "",
            "```python\n" + F,
            "```python\n" + F + "\n``",
            "```\n" + F + "\n```\nOr rather\n```\n" + F,
            "```\ndef g(x):\n    return 1\n\n" + F,
            F,
            F + "\n# so\n    # and",
            "def f(x):\n    return g(\n1,\n)".replace("\n1,", "\n  1,"),
            "    return x",
            "return x\n")) {
      assertThat(CodeExtraction.extract(open, "f").closed()).as(open).isFalse();
    }
  }

  @Test
  void keepsEarlierBlocksApart() {
    CodePiece piece =
        CodeExtraction.extract("```\nimport os\n```\n```\n" + F + "\n```", "f").pieces().getFirst();
    assertThat(piece.earlier()).containsExactly("import os\n");
    assertThat(piece.mode()).isEqualTo(CodePiece.Mode.WHOLE);
  }

  @Test
  void readsCompletionsWithoutFences() {
    assertThat(texts(F)).containsExactly(F, F);
    assertThat(texts("Here:\n" + F)).contains(F);
    assertThat(CodeExtraction.extract("    return 1", "f").pieces())
        .containsExactly(CodePiece.continuation("    return 1"));
    assertThat(CodeExtraction.extract(" \n", "f").pieces()).isEmpty();
  }

  @Test
  void knowsDefinitions() {
    for (String line :
        List.of("def f(x):", "async def f():", "class f:", "f = 1", "  def  f (x):", "f=g")) {
      assertThat(Definitions.defines("a\n" + line, "f")).as(line).isTrue();
    }
    for (String line : List.of("def ff():", "f == 1", "f(1)", "undef f", "def", "fa = 1", "")) {
      assertThat(Definitions.defines("a\n" + line, "f")).as(line).isFalse();
    }
  }

  @Test
  void endsWithWhateverText() {
    String[] parts = {
      "```", "~~~", "python", "\n", "def f", "f =", " ", "`", "\r", "x", "\u2028", "<|im_end|>"
    };
    RandomGenerator random =
        RandomGeneratorFactory.of("L64X128MixRandom").create(Seeds.derive(1, "code", 0));
    for (int i = 0; i < 10_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n > 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      CodeExtraction.Result found = CodeExtraction.extract(text.toString(), "f");
      assertThat(found.pieces().isEmpty()).as(text.toString()).isEqualTo(text.toString().isBlank());
    }
  }
}
