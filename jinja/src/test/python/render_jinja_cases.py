"""Makes jinja-goldens.json: small templates with what transformers' Jinja environment renders.

    python render_jinja_cases.py ../resources/dev/belay/jinja/jinja-goldens.json

Needs the package transformers. JinjaGoldenTest renders the same templates with the same variables.
"""

import json
import sys

import jinja_cases
from transformers.utils import chat_template_utils

VARIABLES = {
    "s": "Hello World",
    "u": "aé😀z",
    "blank": "  \t x \n ",
    "lines": "one\r\ntwo\n\nthree\x0bfour\u2028",
    "n": 7,
    "f": 2.5,
    "big": 2**80,
    "t": True,
    "no": None,
    "list": [3, 1, 2],
    "words": ["pear", "Apple", "fig", "apple"],
    "empty": [],
    "d": {"b": 1, "a": [1, 2.0, None, True, "x'y"], "items": "shadow", "k\n": {"z": {}}},
    "users": [
        {"name": "Ann", "age": 30, "tags": ["x"], "address": {"city": "Rome"}},
        {"name": "bob", "age": 25, "tags": []},
        {"name": "Cid", "age": 30, "address": {"city": "oslo"}},
    ],
    "tree": [{"v": 1, "c": [{"v": 2, "c": []}, {"v": 3, "c": [{"v": 4, "c": []}]}]}, {"v": 5, "c": []}],
    "html": "<a href=\"x\">'&'</a>",
}

WHITESPACE = [
    "a\n{% if true %}\nb\n{% endif %}\nc\n",
    "a\n  {% if true %}  \n  b\n  {% endif %}\nc",
    "  {% if true %}x{% endif %}  y",
    "a  {% if true %}x{% endif %}",
    "a\n\n  {%- if true %}\n x {%- endif %}\n\nz",
    "a {%- if true -%}  \n b \n {%- endif -%} \n c",
    "a\n  {%+ if true %}\n b\n  {%+ endif %}\n",
    "a\n{% if true +%}\nb{% endif %}\n",
    "{{ 'x' }}\n{{- 'y' }}\n {{ 'z' -}} \n w",
    "a\n  {# note #}\n  b {# n #} c\n{#- x -#}\n d {#+ y +#}\n e",
    "a\n  {# note #}  \nb",
    "\n\n{% set x = 1 %}\n\n{{ x }}\n\n",
    "x\r\ny\rz\n{% if true %}\r\nw{% endif %}",
    "{% raw %}\n {{ x }} \n{% endraw %}\n!",
    "  {% raw %}  x  {% endraw %}  \n",
    "  {%- raw -%}  x  {%- endraw -%}  y",
    " {%+ raw %} x\n  {%+ endraw +%}\n y",
    "{% for x in [1, 2] %}\n  {{ x }}\n{% endfor %}\nend",
    "{%- for x in [1, 2] -%}\n  {{ x }}\n{%- endfor -%}\nend",
    "\t{% if true %}\tx{% endif %}",
    "a\u00a0{%- if true %}x{% endif %}\n\u00a0{% if true %}y{% endif %}",
    "{{ 'a' }}  {% if true %}b{% endif %}",
    "{{ 'a' }}\n  {% if true %}b{% endif %}",
    "{% if true %}a{% endif %}  {% if true %}b{% endif %}",
    "{% if true %}\n  {% if true %}b{% endif %}{% endif %}",
    "{#- x #}\n  {%- set y = 1 %} z",
    "{{ '{{' }} {{ '%}' }} {{ '}}' }} { { } } {%% } %}",
    "{{ {'a': {'b': 1}}.a.b }}}",
    "x {{- 1 -}} y {{+ 2 }} z",
    "{%if true%}a{%endif%}{{1}}{{-1}}",
    "{% if true -%}\n\n  a{{ 1 }}  {%- endif %}\n  b",
    "{% set a = 'x' -%}\n  {{ a }}",
    "one\n",
    "one\n\n",
    "\n",
    "",
    "{{ 'x\ny' }}{% set t = \"a\r\nb\" %}{{ t | length }}",
    "{# {% raw %} #}x{# {{ #}",
    "{% raw %}{% raw %}{% endraw %}",
    "{%-\n  if true\n-%} x {% endif %}",
    "{% for x in [1,2] %}{{ x }},\n{% endfor %}",
    "a {#- -#} b",
    "a{#-#} b",
]

GROUPS = {
    "literals": jinja_cases.LITERALS,
    "operators": jinja_cases.OPERATORS,
    "lookups": jinja_cases.LOOKUPS,
    "methods": jinja_cases.METHODS,
    "filters": jinja_cases.FILTERS,
    "tests": jinja_cases.TESTS,
    "statements": jinja_cases.STATEMENTS,
}


def render(source):
    try:
        template = chat_template_utils._compile_jinja_template(source)
        return {"text": template.render(**VARIABLES)}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:160]}


def main():
    cases = []
    for group, text in GROUPS.items():
        joined = text.replace("\\\n", "\\\x00")
        sources = [line.replace("\x00", "\n") for line in joined.split("\n") if line]
        cases += [{"group": group, "template": source, **render(source)} for source in sources]
    cases += [{"group": "whitespace", "template": source, **render(source)} for source in WHITESPACE]
    goldens = json.dumps({"variables": VARIABLES, "cases": cases}, ensure_ascii=True, indent=1)
    with open(sys.argv[1], "w", encoding="ascii") as file:
        file.write(goldens + "\n")
    print(f"{len(cases)} cases, {sum('error' in case for case in cases)} of them errors")


if __name__ == "__main__":
    main()
