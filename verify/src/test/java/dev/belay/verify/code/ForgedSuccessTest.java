package dev.belay.verify.code;

import static dev.belay.core.verify.Verdict.State.CORRECT;
import static dev.belay.core.verify.Verdict.State.INCORRECT;
import static dev.belay.verify.code.CodeFixture.problem;
import static dev.belay.verify.code.CodeFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belay.core.data.Problem;
import dev.belay.core.model.Answer;
import dev.belay.core.verify.Attempt;
import dev.belay.core.verify.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that want to be taken for right without being so. None is credited. */
final class ForgedSuccessTest {

  /** What a solution cannot guess; the tests see it, the code does not. */
  private static final Problem SECRET =
      problem(
          "",
          "f",
          "assert f(1) == 739391",
          "assert all(f(x) == 100003 * x + 639388 for x in range(5))",
          "def check(candidate):\n    assert abs(candidate(2) - 839394) < 1e-6\n");

  @Test
  void theHonestSolutionPasses() {
    assertThat(state("def f(x):\n    return 100003 * x + 639388\n", SECRET)).isEqualTo(CORRECT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "import sys\nsys.exit(0)",
        "import os\nos._exit(0)",
        "raise SystemExit",
        "raise SystemExit(0)",
        "raise KeyboardInterrupt",
        "def f(x):\n    raise SystemExit(0)",
        "def f(x):\n    import os\n    os._exit(0)",
        "def f(x):\n    raise StopIteration",
        "def f(x):\n    raise GeneratorExit",
        "def f(x):\n    raise AssertionError",
        "print('all tests pass')\nprint('passed')\ndef f(x):\n    print('OK')",
        "def check(candidate):\n    return True\ndef f(x):\n    return 0",
        "import builtins\nbuiltins.check = lambda c: True\nbuiltins.AssertionError = Warning\n"
            + "def f(x):\n    return 0",
        "class AssertionError(Exception):\n    pass\ndef f(x):\n    return 0",
        "import builtins\nfor n in ('all', 'abs', 'isinstance', 'len', 'compile', 'exec'):\n"
            + "    setattr(builtins, n, lambda *a: True)\ndef f(x):\n    return 0",
        "import unittest\nunittest.TestCase.assertEqual = lambda *a: None\n"
            + "def f(x):\n    raise unittest.SkipTest()",
        "import atexit, os\natexit.register(lambda: os._exit(0))\ndef f(x):\n    return 0",
        "import sys\nsys.modules['tests'] = sys\nsys.modules['__main__'].check = print\n"
            + "def f(x):\n    return 0",
        """
        import sys, threading
        def f(x):
            threading.Thread(target=lambda: sys.exit(0)).start()
        """,
        "def f(x):\n    import time\n    time.sleep(0.01)\n    return None",
        "f = lambda x: NotImplemented",
        "f = lambda x: ...",
        "f = lambda x: float('nan')",
      })
  void endingPrintingAndPatchingDoNotPass(String program) {
    assertThat(state(program, SECRET)).isEqualTo(INCORRECT);
  }

  /** Values that agree with everything, in every way that a comparison can be asked. */
  private static String agreeable(String base) {
    return """
    class Yes%s:
        def __new__(cls, *a):
            return %s
        def __eq__(self, other):
            return True
        def __ne__(self, other):
            return False
        def __lt__(self, other):
            return True
        __le__ = __gt__ = __ge__ = __lt__
        def __sub__(self, other):
            return 0
        __rsub__ = __add__ = __radd__ = __sub__
        def __abs__(self):
            return 0
        def __bool__(self):
            return True
        def __contains__(self, other):
            return True
        def __hash__(self):
            return 0
        def __getattr__(self, name):
            return self
        def __call__(self, *a):
            return self
    """
        .formatted(
            base,
            base.isEmpty() ? "object.__new__(cls)" : base.replaceAll("[()]", "") + ".__new__(cls)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "(int)", "(float)", "(str)", "(list)", "(dict)", "(tuple)", "(set)"})
  void valuesThatEqualEverythingEqualNothing(String base) {
    String returned = agreeable(base) + "def f(x):\n    return Yes()\n";
    assertThat(state(returned, SECRET)).isEqualTo(INCORRECT);
    assertThat(state(agreeable(base) + "f = Yes", SECRET)).isEqualTo(INCORRECT);
    List<String> tests =
        List.of(
            "assert f(1) == 5",
            "assert 5 == f(1)",
            "assert f(1) in [5]",
            "assert 5 in [f(1)]",
            "assert not f(1) != 5",
            "assert abs(f(1) - 5) < 1",
            "assert f(1) < 5 < f(2) < 6",
            "assert [f(1)] == [5]",
            "assert {f(1): 1} == {5: 1}",
            "assert f(1) - 5 == 0",
            "assert set([f(1)]) == {5}",
            "assert f(1).x == 5",
            "assert f(1)(2) == 5",
            "assert sorted([f(1), f(2)]) == [5, 6]",
            "assert isinstance(f(1), bytes)",
            "assert max(f(1), 5) == 5 and min(f(1), 5) == 5 and f(1) == 5",
            "import math\nassert math.isclose(f(1), 5)",
            "assert str(f(1)) == '5'");
    List<Attempt> attempts =
        tests.stream()
            .map(test -> new Attempt(Answer.of(returned), problem("", "f", test)))
            .toList();
    assertThat(CodeVerifier.isolated().verifyAll(attempts))
        .extracting(Verdict::state)
        .containsOnly(INCORRECT);
  }

  @Test
  void whateverTheCodeTakesFromItsOwnProcessIsNotTheTests() {
    String code =
        """
        import gc, sys
        def everything():
            seen, todo = {}, gc.get_objects() + list(sys.modules.values())
            frame = sys._getframe()
            while frame:
                todo += [frame.f_locals, frame.f_globals, frame.f_code]
                frame = frame.f_back
            while todo:
                o = todo.pop()
                if id(o) not in seen and o is not seen:
                    seen[id(o)] = o
                    todo += gc.get_referents(o)
            return list(seen.values())
        def f(x):
            needle = ''.join(['zqx', 'jwvk'])
            found = any(type(o) is str and needle in o and o is not needle for o in everything())
            return %s
        """;
    Problem problem = problem("", "f", "text = 'zqxjwvk'\nassert f(0) == 739391");
    assertThat(state(code.formatted("739391 if found else 0"), problem)).isEqualTo(INCORRECT);
    assertThat(state(code.formatted("739391 if not found else 0"), problem)).isEqualTo(CORRECT);
  }

  @Test
  void emptyAnswersDoNotPassLoopsOverThem() {
    assertThat(
            state(
                "def f(x):\n    return []\n",
                problem("", "f", "for a, b in zip(f(3), [1, 2, 3]):\n    assert a == b")))
        .isEqualTo(INCORRECT);
    assertThat(
            state(
                "def f(x):\n    raise StopIteration\n",
                problem("", "f", "assert all(map(lambda x: f(x) == 5, [1, 2]))")))
        .isEqualTo(INCORRECT);
  }

  @Test
  void namesOfTheLanguageAndTheLibraryAreNotTakenFromTheCode() {
    String code =
        """
        class math:
            isclose = staticmethod(lambda *a, **k: True)
        def sorted(x):
            return [1, 2]
        def set(x):
            return {1}
        def f(x):
            return 0
        """;
    assertThat(state(code, problem("", "f", "assert math.isclose(f(1), 5)"))).isEqualTo(INCORRECT);
    assertThat(state(code, problem("", "f", "assert sorted([f(1), 2]) == [1, 2]")))
        .isEqualTo(INCORRECT);
    assertThat(state(code, problem("", "f", "assert set([f(1)]) == {1}"))).isEqualTo(INCORRECT);
    assertThat(
            state(
                "def sum(a, b):\n    return a * b\n", problem("", "sum", "assert sum(2, 3) == 6")))
        .as("an entry point with the name of a builtin")
        .isEqualTo(CORRECT);
  }

  @Test
  void helpersOfThePromptAreTheTestsOwn() {
    String prefix =
        "def value(x):\n    return 3 * x\n\ndef root(y):\n    \"\"\"Inverts value.\"\"\"\n";
    Problem problem =
        problem(prefix, "root", "def check(c):\n    assert value(c(6)) == 6 and value(c(9)) == 9");
    assertThat(state("    return y / 3\n", problem)).isEqualTo(CORRECT);
    assertThat(state("    return y\n\ndef value(x):\n    return x\n", problem))
        .isEqualTo(INCORRECT);
  }

  private static String wire(String data) {
    return """
    import os, json
    def f(x):
        for fd in range(3, 40):
            for data in (%s):
                try:
                    os.write(fd, len(data).to_bytes(4, 'big') + data)
                except OSError:
                    pass
        return 0
    """
        .formatted(data);
  }

  @Test
  void messagesThatAreNoneDoNotPass() {
    for (String data :
        new String[] {
          "b'null', b'{}'",
          "b'[]', b'1'",
          "b'R' * 30",
          "json.dumps({'nonce': '', 'state': 'passed', 'reason': ''}).encode(), b'x'",
          "json.dumps({'v': [0], 'n': [['t', [[0]]]]}).encode(), b'x'",
          "json.dumps({'v': [0], 'n': [['T', 'none', []]]}).encode(), b'x'",
          "json.dumps({'raise': {'names': ['StopIteration'], 'classes': [], 'args': [],"
              + " 'own': 'x'}, 'n': []}).encode(), b'x'",
          "json.dumps({'op': 'call', 'v': [0, [0]], 'n': [['l', []]]}).encode(), b'x'",
          "b'[' * 100000, b'x'",
        }) {
      assertThat(state(wire(data), SECRET)).as(data).isEqualTo(INCORRECT);
    }
  }
}
