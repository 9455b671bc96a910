package dev.belay.verify.code;

import static dev.belay.core.verify.Verdict.State.CORRECT;
import static dev.belay.core.verify.Verdict.State.ERROR;
import static dev.belay.core.verify.Verdict.State.INCORRECT;
import static dev.belay.verify.code.CodeFixture.problem;
import static dev.belay.verify.code.CodeFixture.state;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What tests and tested code hand each other, although they are two processes. */
final class CrossingValuesTest {

  private static final String SAME = "def f(x):\n    return x\n";

  @Test
  void plainValuesComeBackAsTheyWere() {
    String test =
        """
        import collections, datetime, decimal, fractions
        inf = float('inf')
        for x in [None, True, 0, -1, 2 ** 70, -(2 ** 200), 1.5, -0.0, inf, 'a\\u20ac\\ud800', '',
                  b'\\x00\\xff', bytearray(b'x'), 1 + 2j, [], [[1], [2]], (), (1, (2,)), {}, {1: [2]},
                  {(1, 2): {'a'}}, set(), frozenset({1}), range(3), ..., int, list, ValueError,
                  decimal.Decimal('1.10'), fractions.Fraction(1, 3), collections.deque([1], 3),
                  collections.Counter('aab'), collections.OrderedDict(a=1),
                  datetime.date(2020, 2, 29), datetime.datetime(2020, 1, 1, 5),
                  datetime.timedelta(1, 2, 3), datetime.timezone.utc, 'x' * 100000]:
            y = f(x)
            assert y == x and type(y) is type(x), repr(x)[:50]
        assert f(float('nan')) != f(float('nan'))
        a = []
        a.append(a)
        b = f(a)
        assert b is a
        x = [1, 2]
        assert f((x, x))[0] is f((x, x))[1]
        """;
    assertThat(state(SAME, problem("", "f", test))).isEqualTo(CORRECT);
  }

  @Test
  void changesOfArgumentsAreSeen() {
    String code =
        """
        def f(values, more=None):
            values.sort()
            if more is not None:
                more['seen'] = values
                more.setdefault('set', set()).add(1)
            return values
        """;
    String test =
        """
        x = [3, 1, 2]
        d = {}
        assert f(x, more=d) is x
        assert x == [1, 2, 3] and d == {'seen': [1, 2, 3], 'set': {1}} and d['seen'] is x
        """;
    assertThat(state(code, problem("", "f", test))).isEqualTo(CORRECT);
  }

  @Test
  void functionsAndIteratorsCrossBothWays() {
    String code =
        """
        def f(g, xs):
            for x in xs:
                yield g(x)
        def twice(g):
            return lambda x: g(g(x))
        """;
    String test =
        """
        seen = []
        def g(x):
            seen.append(x)
            return x * 10
        assert list(f(g, (n for n in range(3)))) == [0, 10, 20] and seen == [0, 1, 2]
        assert list(f(abs, [-1])) == [1] and next(iter(f(str.upper, ['a']))) == 'A'
        import itertools
        assert list(itertools.islice(f(lambda x: -x, itertools.count()), 2)) == [0, -1]
        assert twice(lambda x: x + 1)(5) == 7
        """;
    assertThat(state(code, problem("", "f", test))).isEqualTo(CORRECT);
  }

  @Test
  void objectsOfTheCodeCanBeUsed() {
    String code =
        """
        class Empty(ValueError):
            pass
        class Stack:
            def __init__(self, items=()):
                self.items = list(items)
            def push(self, x):
                self.items.append(x)
                return self
            def pop(self):
                if not self.items:
                    raise Empty('nothing')
                return self.items.pop()
            def __len__(self):
                return len(self.items)
            def __iter__(self):
                return iter(self.items)
            def __getitem__(self, i):
                return self.items[i]
            def __eq__(self, other):
                return isinstance(other, Stack) and self.items == other.items
            def __add__(self, other):
                return Stack(self.items + other.items)
            def __enter__(self):
                return self
            def __exit__(self, *a):
                self.items.clear()
        """;
    String test =
        """
        s = Stack([1])
        s.push(2).push(3)
        assert len(s) == 3 and list(s) == [1, 2, 3] and s[0] == 1 and 2 in s and s
        assert s.pop() == 3 and s == Stack([1, 2]) and s != Stack() and isinstance(s, Stack)
        assert s + Stack([5]) == Stack([1, 2, 5])
        s.items = [7]
        assert s.items == [7]
        with s as t:
            assert t is s
        try:
            s.pop()
            assert False
        except Empty as e:
            assert str(e) == 'nothing' and isinstance(e, ValueError)
        """;
    assertThat(state(code, problem("", "Stack", test))).isEqualTo(CORRECT);
  }

  @Test
  void classesOfThePromptTravelByValue() {
    String prefix =
        """
        class Node:
            def __init__(self, value, next=None):
                self.value = value
                self.next = next

        def reverse(head):
        """;
    String code =
        """
            last = None
            while head is not None:
                head.next, last, head = last, head, head.next
            return last
        """;
    String test =
        """
        def check(candidate):
            a, b = Node(1), None
            b = Node(2, a)
            r = candidate(b)
            assert type(r) is Node and r is a and r.next is b and b.next is None
        """;
    assertThat(state(code, problem(prefix, "reverse", test))).isEqualTo(CORRECT);
    String forged = "class Node:\n    def __eq__(self, o):\n        return True\n";
    String equal = "def check(candidate):\n    assert candidate(None) == Node(5)\n";
    assertThat(
            state(
                "```python\n" + forged + "def reverse(head):\n    return Node()\n```",
                problem(prefix, "reverse", equal)))
        .isEqualTo(INCORRECT);
  }

  @Test
  void printedTextAndAwaitedResultsReachTheTests() {
    String code =
        """
        def f(x):
            print('got', x)
        async def g():
            return 5
        """;
    String test =
        """
        import asyncio, io, contextlib
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            f(1)
        assert out.getvalue() == 'got 1\\n'
        async def main():
            return await g()
        assert asyncio.run(main()) == 5
        """;
    assertThat(state(code, problem("", "f", test))).isEqualTo(CORRECT);
  }

  @ParameterizedTest
  @CsvSource({"ValueError", "KeyError", "ZeroDivisionError", "AssertionError", "RecursionError"})
  void exceptionsKeepTheirClass(String kind) {
    String code = "def f():\n    raise " + kind + "('why')\n";
    String test = "try:\n    f()\n    ok = False\nexcept " + kind + ":\n    ok = True\nassert ok";
    assertThat(state(code, problem("", "f", test))).isEqualTo(CORRECT);
  }

  @Test
  void whatCannotCrossIsTheFaultOfTheTests() {
    String test = "class Own:\n    pass\nassert f(Own()) is not None";
    assertThat(state(SAME, problem("", "f", test))).isEqualTo(ERROR);
  }
}
