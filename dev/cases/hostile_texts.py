"""Templates and texts that would take the square of their time if anything were not linear."""

NESTED = (
    "{%- set ns = namespace(t=(1,)) -%}{%- for i in range(60) -%}"
    "{%- set ns.t = (ns.t, ns.t) -%}{%- endfor -%}"
)
LOOP = "{% for i in range(100000) %}"
TEMPLATES = {
    "find": "{{ ('a'*16000000).find('a'*8000000+'b') }}",
    "rfind": "{{ ('a'*16000000).rfind('b'+'a'*8000000) }}",
    "count": "{{ ('a'*16000000).count('a'*8000000+'b') }}",
    "split": "{{ ('a'*16000000).split('a'*8000000+'b')|length }}",
    "rsplit by a text": "{{ ('a'*16000000).rsplit('b'+'a'*8000000)|length }}",
    "replace": "{{ ('a'*16000000).replace('a'*8000000+'b', 'c')|length }}",
    "partition": "{{ ('a'*16000000).partition('a'*8000000+'b')|length }}",
    "strip of 16 million": "{{ ('ab'*8000000).strip('ba'*8000000)|length }}",
    "trim of 16 million": "{{ ('ab'*8000000)|trim('ba'*8000000)|length }}",
    "affixes": "{% set s = 'a'*16000000 %}" + LOOP + "{{ s.endswith((s,)) }}{% endfor %}",
    "tests": "{% set s = 'a'*16000000 %}" + LOOP + "{{ s is upper }}{% endfor %}",
    "views of a dict": "{% set d = dict.fromkeys(range(100000)) %}" + LOOP
    + "{{ i in d.items() }}{% endfor %}",
    "copies by a slice": "{% set r = range(100000)|list %}{% set ns = namespace(l=[]) %}" + LOOP
    + "{% set ns.l = [ns.l, r[:]] %}{% endfor %}",
    "lowered for sorting": "{{ (['X'*8000000]*1000)|sort|length }}",
    "escapes of escapes": "{{ ('&'*8000000)|escape|escape|escape|length }}",
    "a key in a test": NESTED + "{{ ns.t in {} }}",
    "unique": NESTED + "{{ [ns.t]|unique|list }}",
    "a precision": "{{ '%.*d' % (2147483647, 1) }}",
    "500,000 times ~1": "{{ 1" + "~1" * 500_000 + " }}",
    "500,000 times +1": "{{ 1" + "+1" * 500_000 + " }}",
    "100,000 arguments": "{{ dict(" + ",".join(f"a{i}=1" for i in range(100_000)) + ")|length }}",
    "parentheses of a loop": "{% for " + "(" * 100_000 + " in [] %}",
    "parentheses of with": "{% with " + "(" * 100_000 + " = 1 %}",
}

LENGTH = 100_000
LONG = {
    "blanks": " " * LENGTH, "blanks and x": " " * LENGTH + "x",
    "answer:": "answer: " * (LENGTH // 8), "answer is": "answer is " * (LENGTH // 10),
    "option A,": "option A, " * (LENGTH // 10), "(A) or": "(A) or " * (LENGTH // 7),
    "groups of digits": "1" + ",000" * (LENGTH // 4), "digits": "1" * LENGTH,
    "points": "1." * (LENGTH // 2), "asterisks": "*" * LENGTH + "x",
    "braces": "\\boxed{" * (LENGTH // 7), "brackets": "(" * LENGTH,
    "fractions": "\\frac{1}{" * (LENGTH // 9), "dollars": "$" * LENGTH,
    "lines": "\n" * LENGTH, "equals": "x=" * (LENGTH // 2), "so B": "so B " * (LENGTH // 5),
    "not A": "not A, " * (LENGTH // 7), "hashes": "#### " * (LENGTH // 5),
    "minus": "-" * LENGTH, "powers": "2^" * (LENGTH // 2), "words": "seven " * (LENGTH // 6),
}
