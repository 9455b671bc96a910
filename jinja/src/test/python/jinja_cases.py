"""Small templates, one a line, in groups; render_jinja_cases.py renders them."""

LITERALS = r"""
{{ 1 }} {{ 0x1F }} {{ 0b101 }} {{ 0o17 }} {{ 1_000 }} {{ 1.5e3 }} {{ 1e-7 }} {{ 1_0.5 }} {{ 00 }}
{{ 'a\n\t\\\'\"\x41\u00e9\U0001F600\101\q' }} {{ "it's" 'joined' }} {{ 'line\
break' }}
{{ true }} {{ True }} {{ none }} {{ None }} {{ false }}
{{ [1, 'a', none, 2.0, ] }} {{ (1,) }} {{ () }} {{ (1, 2) }} {{ {} }} {{ {'a': 1, 2: [], } }}
{{ {1: 'a', 1.0: 'b', true: 'c'} }} {{ {'x': 1, 'x': 2} }}
{{ 1, 2 }}
{{ 1e16 }} {{ 1e15 }} {{ 123456789012345680.0 }} {{ 0.0001 }} {{ 0.00001 }} {{ 1.0 }} {{ -0.0 }} {{ 5e-324 }} {{ 1.7976931348623157e308 }}
{{ 1e999 }} {{ -1e999 }} {{ 1e999 - 1e999 }}
{{ 'é😀\x00\x7f\x80\u200b\u2028\ud7ff' }} {{ ['é😀\x00\x7f\x80\u200b\u2028\xad'] }} {{ ['a\'b', "a'b", 'a"b', 'a\'"b', '\\'] }}
{{ 99999999999999999999 }} {{ 9223372036854775807 + 1 }} {{ -9223372036854775808 - 1 }}
{{ 'unclosed }}
{{ '\x4' }}
{{ 1.2.3 }}
{{ 08 }}
{{ a b }}
{{ }}
{{ ( }}
{{ [1, 2 }}
{{ 1 + }}
{{ @ }}
{{ $x }}
{{ 'a' 1 }}
{% if %}x{% endif %}
{{ {'a' 1} }}
{{ ü is defined }} {{ _x is defined }}
"""

OPERATORS = r"""
{{ 1 + 2 * 3 - 4 / 2 }} {{ (1 + 2) * 3 }} {{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 7.5 % -2 }} {{ -7.5 // 2 }}
{{ 2 ** 3 ** 2 }} {{ -2 ** 2 }} {{ 2 ** -1 }} {{ 2 ** 100 }} {{ 2.0 ** 0.5 }} {{ 0 ** 0 }} {{ (-1) ** 3 }}
{{ 4 / 2 }} {{ 1 / 3 }} {{ 10 ** 20 / 3 }} {{ 2 ** 80 / 2 ** 79 }}
{{ 1 ~ 2 ~ none ~ 'x' ~ [1] ~ missing }} {{ 'a' ~ 'b' | upper }} {{ ('a' ~ 'b') | upper }}
{{ 'ab' * 3 }} {{ 3 * 'ab' }} {{ [1] * 2 }} {{ (1,) * 2 }} {{ 'x' * -1 }} {{ true * 3 }} {{ 'a' * true }}
{{ [1] + [2] }} {{ (1,) + (2,) }} {{ true + true }} {{ 1 + 1.0 }}
{{ 1 < 2 < 3 }} {{ 1 < 3 < 2 }} {{ 3 > 2 >= 2 != 1 }} {{ 1 == 1.0 == true }} {{ 1 < 2 == true }}
{{ 'a' < 'b' }} {{ 'B' < 'a' }} {{ [1, 2] < [1, 3] }} {{ (1,) < (1, 0) }} {{ 2 ** 70 > 1.5 }} {{ 1e999 > 2 ** 90 }}
{{ 'a' in 'cat' }} {{ 1 in [1, 2] }} {{ 'b' in d }} {{ 1 not in (2,) }} {{ none in [none] }} {{ 1.0 in [1] }} {{ true in [1] }} {{ 'x' not in 'abc' }}
{{ not 1 in [1] }} {{ not false and true }} {{ not (false and true) }}
{{ 1 and 0 or 'x' }} {{ '' or [] }} {{ 'a' and 'b' }} {{ none or missing or 'last' }} {{ 0 and 1 / 0 }}
{{ 'y' if n > 5 else 'z' }} {{ 'y' if n > 50 }} {{ 'a' if false else 'b' if false else 'c' }} {{ ('y' if false) is defined }}
{{ [1] == (1,) }} {{ [1, [2]] == [1.0, [2]] }} {{ {'a': 1, 'b': 2} == {'b': 2, 'a': 1} }} {{ 'a' == 1 }} {{ none == false }} {{ missing == missing2 }}
{{ -n }} {{ +n }} {{ - n | abs }} {{ -f }} {{ -true }} {{ --n }}
{{ n is defined and n is number and not n is string }} {{ n is not none }} {{ n is divisibleby 7 }} {{ n is divisibleby(7) }} {{ 7 is in [7] }} {{ n is eq 7 }} {{ n is ge 8 }}
{{ 'hello %s, %d %5.2f|%-5s|%05d|%x|%r|%%' % ('x', 3.9, 1.005, 'l', -42, 255, 'q') }}
{{ '%(a)s-%(b)03d' % {'a': 1, 'b': 2} }} {{ '%s' % [1, 2] }} {{ '%s' % none }} {{ '%e %g %g %G' % (12345.678, 0.00001234, 1e20, 1e-10) }}
{{ '%+d % d %#x %#o %X %c %c' % (3, 4, 255, 8, 255, 65, 'z') }} {{ '%.3s|%10.2s|' % ('abcdef', 'xyz') }} {{ '%*d' % (5, 3) }} {{ '%-+6d|' % 3 }} {{ '%06.2f' % -1.5 }} {{ '%s' % 'a%sb' }} {{ '%5s|%-5s|' % ('é', '😀') }} {{ '%.0f %.0f %.1f' % (0.5, 1.5, 0.25) }} {{ '%g %g %g %g' % (100000, 1000000, 0.0001, 123456789) }} {{ '%#g' % 1.0 }} {{ '%.10g' % 3.14 }} {{ '%%' % () }} {{ '%(a)s' % {'a': none, 'b': 1} }} {{ '%s %s' % (true, 1e16) }} {{ '%i' % 2.7 }} {{ '%a' % 'é' }}
{{ '%d' % 'x' }}
{{ '%s %s' % ('a',) }}
{{ '%s' % ('a', 'b') }}
{{ '%z' % 1 }}
{{ 1 + 'a' }}
{{ 'a' + 1 }}
{{ [1] + (1,) }}
{{ 1 < 'a' }}
{{ none < 1 }}
{{ 1 / 0 }}
{{ 1 % 0 }}
{{ 1.0 // 0 }}
{{ 1 in 5 }}
{{ 1 in 'a' }}
{{ -'a' }}
{{ {} + {} }}
{{ 0 ** -1 }}
{{ [1, 2] is divisibleby 2 }}
{{ n is foo }}
{{ n | foo }}
{% if false %}{{ n | foo }}{% endif %}ok {{ 'x' if true else (n | foo) }}
{{ n is string is number }}
{{ 1 is none is true }}
"""

LOOKUPS = r"""
{{ d.b }} {{ d['b'] }} {{ d.a[0] }} {{ d.a.0 }} {{ d.a[-1] }} {{ d['items'] }} {{ d.items is callable }} {{ d.missing is defined }} {{ d.a[99] is defined }} [{{ d.a['x'] }}]
{{ users[0].address.city }} {{ users[1].address is defined }} {{ (users | first).name }} {{ users[0]['tags'][0] }}
{{ s[0] }} {{ s[-1] }} {{ s[1:4] }} {{ s[::-1] }} {{ s[::2] }} {{ s[-5:] }} {{ s[:-1] }} {{ s[5:2] }}| {{ s[100:] }}| {{ s[3:-3:2] }} {{ s[-2:-8:-3] }}
{{ u[1] }} {{ u[2] }} {{ u[1:3] }} {{ u[::-1] }} {{ u | length }} {{ u.find('z') }} {{ u.index('😀') }}
{{ list[1:] }} {{ list[::-1] }} {{ list[-2:] }} {{ list[:0] }} {{ (1, 2, 3)[1:] }} {{ range(10)[2:8:3] }} {{ range(10)[2:8:3] | list }} {{ range(5)[-1] }} {{ list[true] }}
{{ range(3) }} {{ range(1, 7, 2) | list }} {{ range(3, 0, -1) | list }} {{ range(0) | list }} {{ range(5) | length }} {{ 3 in range(5) }} {{ range(2) == range(0, 2) }} {{ range(2) == [0, 1] }}
{{ no.x }}| {{ no.x is defined }} {{ n.x }}| {{ s.x }}| {{ n[0] }}| {{ list.x }}|
{{ d.keys() }} {{ d.values() }} {{ d.items() }} {{ d.get('b') }} {{ d.get('zz') }} {{ d.get('zz', 5) }} {{ d.keys() | list }} {{ d.items() | length }}
{{ {'a': 1}.items() | list }} {{ {'a': 1}.copy() }} {{ {'a': 1}.keys() == {'a': 2}.keys() }} {{ 'a' in {'a': 1}.keys() }} {{ 1 in {'a': 1}.values() }} {{ ('a', 1) in {'a': 1}.items() }}
{{ list.count(1) }} {{ list.index(2) }} {{ [1, 2, 1].index(1, 1) }} {{ (1, 2).index(2) }} {{ list.copy() }}
{{ list.append is defined }} {{ list.append }}| {{ d.update is defined }} {{ d.pop }}| {{ s.__class__ is defined }} {{ s.__class__ }}|
{{ list[none] is defined }} {{ list['0'] is defined }} {{ list[1.0] is defined }} {{ d[[1]] is defined }} {{ s['upper']() }} {{ d['keys']() | list | length }}
{{ missing }}| {{ missing is defined }} {{ missing | default('x') }} {{ missing == none }} {{ not missing }} {{ [missing] }} {{ missing | length }} {{ missing | list }} {{ missing in [1] }} {{ 1 in missing }}
{{ missing.x }}
{{ missing['x'] }}
{{ d.missing.x }}
{{ missing() }}
{{ missing + 1 }}
{{ 1 - missing }}
{{ 'a' + missing }}
{{ -missing }}
{{ missing < 1 }}
{{ missing | int }}
{{ missing | tojson }}
{{ [missing] | tojson }}
{{ missing * 2 }}
{{ list.append(4) }}
{{ d.update({'x': 1}) }}
{{ d.pop('b') }}
{{ s.__class__.__mro__ }}
{{ d.__class__ }}|{{ ''.__class__.__base__ }}
{{ n() }}
{{ s.nope() }}
{{ list.index(99) }}
{{ list[::0] }}
{{ {[1]: 2} }}
{{ d.get([1]) }}
{{ no.x.y }}
{{ range(100001) | length }}
{{ range(1, 2, 0) }}
{{ range(1.5) }}
{{ namespace(a=1).a }} {{ namespace({'a': 1}, b=2) }} {{ namespace(a=1).b is defined }} {{ namespace(a=1)['a'] }}
{{ namespace(_a=1) }}
{{ dict(a=1, b=2) }} {{ dict([('x', 1)]) }} {{ dict({'q': 1}, r=2) }} {{ dict.fromkeys('ab', 0) }} {{ dict(**{'z': 1}) }}
{{ dict(1) }}
{{ cycler is defined }} {% set c = cycler('a', 'b') %}{{ c.next() }}{{ c.next() }}{{ c.next() }}{{ c.current }}{{ c.reset() }}{{ c.current }} {% set j = joiner('; ') %}{{ j() }}1{{ j() }}2{{ j() }}3
{{ raise_exception('stop') }}
{{ foo.bar }}
"""

METHODS = r"""
{{ s.upper() }} {{ s.lower() }} {{ s.title() }} {{ "o'neil x2y".title() }} {{ 'hELLO wORLD'.capitalize() }} {{ s.swapcase() }} {{ 'ßa ǆ'.title() }} {{ 'ß'.upper() }} {{ 'ﬁx'.capitalize() }} {{ 'ΑΣ'.lower() }}
[{{ blank.strip() }}] [{{ blank.lstrip() }}] [{{ blank.rstrip() }}] {{ 'xxabxx'.strip('x') }} {{ 'abcxyz'.strip('abz') }} {{ 'xxa'.lstrip('x') }} {{ 'axx'.rstrip('x') }} {{ '\u3000a\xa0\x1f'.strip() }}|
{{ 'a,b,,c'.split(',') }} {{ 'a,b,,c'.split(',', 1) }} {{ ' a  b c '.split() }} {{ ' a  b c '.split(none, 1) }} {{ 'a,b,c'.rsplit(',', 1) }} {{ ' a b  c '.rsplit(none, 1) }} {{ 'abc'.split('x') }} {{ ''.split() }} {{ ''.split(',') }} {{ 'aXbXc'.split(sep='X', maxsplit=1) }} {{ 'aaa'.rsplit('aa') }} {{ 'a b'.split(' ', 0) }}
{{ lines.splitlines() }} {{ lines.splitlines(true) }} {{ 'a\n'.splitlines() }} {{ ''.splitlines() }} {{ '\n\n'.splitlines() }}
{{ s.startswith('He') }} {{ s.startswith(('x', 'H')) }} {{ s.endswith('d') }} {{ s.startswith('llo', 2) }} {{ s.endswith('Hell', 0, 4) }} {{ s.startswith('') }} {{ 'a'.startswith('', 5) }}
{{ s.find('o') }} {{ s.rfind('o') }} {{ s.find('zz') }} {{ s.find('o', 5) }} {{ s.find('o', -3) }} {{ s.index('W') }} {{ s.count('o') }} {{ s.count('') }} {{ 'aaa'.count('aa') }} {{ s.find('') }} {{ s.rfind('') }} {{ 'abc'.find('', 4) }}
{{ s.replace('o', '0') }} {{ s.replace('o', '0', 1) }} {{ 'abc'.replace('', '-') }} {{ 'abc'.replace('', '-', 2) }} {{ 'aaa'.replace('aa', 'b') }} {{ u.replace('', '.') }} {{ 'abc'.replace('b', '') }}
{{ ', '.join(['a', 'b']) }} {{ ''.join('abc') }} {{ '-'.join({'a': 1, 'b': 2}) }} {{ '-'.join([]) }}|
{{ 'prefix-x'.removeprefix('prefix-') }} {{ 'x.txt'.removesuffix('.txt') }} {{ 'x'.removesuffix('') }} {{ 'abc'.removeprefix('b') }}
{{ 'a=b=c'.partition('=') }} {{ 'a=b=c'.rpartition('=') }} {{ 'abc'.partition('=') }} {{ 'abc'.rpartition('=') }}
{{ '12'.isdigit() }} {{ '²'.isdigit() }} {{ '²'.isdecimal() }} {{ '½'.isnumeric() }} {{ 'ab'.isalpha() }} {{ 'a1'.isalnum() }} {{ ' \n'.isspace() }} {{ ''.isdigit() }} {{ 'Ab'.istitle() }} {{ 'ab'.islower() }} {{ 'AB1'.isupper() }} {{ '1'.isupper() }} {{ 'é'.isascii() }} {{ 'a_1'.isidentifier() }} {{ '1a'.isidentifier() }} {{ 'a\n'.isprintable() }}
{{ 'ab'.ljust(5) }}| {{ 'ab'.rjust(5, '*') }} {{ 'ab'.center(5, '-') }} {{ 'abc'.center(6, '-') }} {{ '-7'.zfill(4) }} {{ '7'.zfill(3) }} {{ 'a\tb'.expandtabs(4) }}
{{ '{} {}'.format(1, 'a') }} {{ '{1} {0}'.format(1, 2) }} {{ '{a.name}'.format(a=users[0]) }} {{ '{a[name]}'.format(a=users[0]) }} {{ '{0[1]}'.format(list) }} {{ '{!r:>6}'.format('a') }} {{ '{{}}{}'.format(1) }} {{ '{:{w}}|'.format('x', w=4) }}
{{ '{:d} {:5d} {:<5d}| {:^5d}| {:05d} {:+d} {: d} {:,} {:_} {:x} {:#x} {:#b} {:o} {:c} {:08,d}'.format(1, 2, 3, 4, -5, 6, 7, 1234567, 1234567, 255, 255, 5, 8, 65, 1234) }}
{{ '{:.2f} {:8.3f} {:e} {:g} {:G} {:%} {:.1%} {:,.2f} {:.3} {:} {:10} {:<10}| {:=+8.1f} {:.0f} {:.0f}'.format(3.14159, 2.5, 12345.678, 0.0001, 1e-10, 0.25, 0.256, 1234567.891, 3.0, 1.0, 2.5, 2.5, 3.14, 0.5, 1.5) }}
{{ '{:>5} {:*^7} {:.2} {:5}|'.format('a', 'b', 'cde', 'x') }} {{ '{}'.format(true) }} {{ '{:d}'.format(true) }} {{ '{:5}'.format(true) }} {{ '{}'.format([1]) }} {{ '{}'.format(none) }} {{ '{a}'.format_map({'a': 1}) }} {{ '{!s}{!a}'.format('é', 'é') }}
{{ '{} {0}'.format(1) }}
{{ '{}'.format() }}
{{ '{x}'.format() }}
{{ '{:d}'.format('a') }}
{{ '{:5}'.format([1]) }}
{{ '{'.format() }}
{{ '}'.format() }}
{{ '{:q}'.format(1) }}
{{ '{0.__class__}'.format('a') }}
{{ '-'.join([1]) }}
{{ 'a'.split('') }}
{{ s.index('zz') }}
{{ s.replace('a') }}
{{ s.replace(old='a', new='b') }}
{{ s.upper(1) }}
{{ s.center(5, 'ab') }}
{{ s.startswith(1) }}
{{ s.strip(1) }}
{{ s.find(1) }}
"""

FILTERS = r"""
{{ s | upper }} {{ s | lower }} {{ 'hello wORLD-foo (bar) <baz' | title }} {{ s | capitalize }} {{ 5 | upper }} {{ none | lower }} {{ ['A'] | lower }}
[{{ blank | trim }}] {{ 'xxaxx' | trim('x') }} {{ 5 | trim }} {{ s | string | length }} {{ 5 | string ~ 1 }} {{ 'x' | safe }} {{ html | e }} {{ html | escape }} {{ 5 | e }}
{{ s | replace('o', '0') }} {{ s | replace('o', '0', 1) }} {{ 112 | replace(1, 'x') }} {{ s | replace('l', '') }}
{{ '%s-%d' | format('a', 3) }} {{ '%(x)s' | format(x=1) }} {{ 'no' | format }}
{{ 'a\nb\n\nc' | indent }} {{ 'a\nb' | indent(2, true) }} {{ 'a\n\nb' | indent(2, blank=true) }} {{ 'a\nb' | indent('> ', first=true) }} {{ '' | indent(first=true) }}| {{ 'a\n' | indent }}|
{{ 'ab' | center(6) }}| {{ 'foo bar baz qux' | truncate(9) }} {{ 'foo bar baz qux' | truncate(9, true) }} {{ 'foo bar baz qux' | truncate(11) }} {{ 'foo bar baz qux' | truncate(11, false, '...', 0) }} {{ 'foo, bar! é_1' | wordcount }} {{ 'a b/ü&=' | urlencode }} {{ {'a b': 1, 'c': '&/'} | urlencode }}
{{ d | tojson }} {{ d | tojson(indent=2) }} {{ {'b': 1, 'a': 'é'} | tojson(ensure_ascii=true, sort_keys=true) }} {{ [1, {'a': 2}] | tojson(separators=(',', ':')) }} {{ [] | tojson(indent=4) }} {{ {} | tojson }} {{ [[], {}] | tojson(indent=1) }} {{ [1] | tojson(indent='\t') }} {{ [1, 2] | tojson(indent=0) }} {{ {'a': 1} | tojson(indent=2, separators=(', ', ': ')) }}
{{ html | tojson }} {{ 'é😀\x00\x1f\x7f\u2028\\/"' | tojson }} {{ 'é😀\x7f' | tojson(true) }} {{ 1.0 | tojson }} {{ 1e22 | tojson }} {{ (1, 2) | tojson }} {{ none | tojson }} {{ {1: 2, none: 3, true: 4, 1.5: 5} | tojson }} {{ big | tojson }} {{ 1e999 | tojson }} {{ -1e999 | tojson }}
{{ range(3) | tojson }}
{{ d.keys() | tojson }}
{{ {(1, 2): 3} | tojson }}
{{ namespace() | tojson }}
{{ 3.7 | int }} {{ '42' | int }} {{ '42.9' | int }} {{ 'x' | int }} {{ 'x' | int(5) }} {{ 'x' | int(default=none) }} {{ '0x1f' | int(base=16) }} {{ '1f' | int(0, 16) }} {{ ' 7 ' | int }} {{ '1_000' | int }} {{ true | int }} {{ none | int }} {{ [] | int(9) }} {{ '-3.9' | int }} {{ '１２' | int }} {{ '1e3' | int }} {{ big | int }} {{ '99999999999999999999' | int }} {{ '' | int(-1) }}
{{ '2.5' | float }} {{ 'x' | float }} {{ 'x' | float(1.5) }} {{ 3 | float }} {{ '1e3' | float }} {{ 'inf' | float }} {{ ' -nan ' | float }} {{ '.5' | float }} {{ '5.' | float }} {{ '1_0.0_1' | float }} {{ none | float }} {{ '0x10' | float }}
{{ -5 | abs }} {{ (-5) | abs }} {{ -2.5 | abs }} {{ true | abs }} {{ 42.55 | round }} {{ 42.55 | round(1) }} {{ 42.55 | round(1, 'floor') }} {{ 42.51 | round(1, 'ceil') }} {{ 2.5 | round }} {{ 3.5 | round }} {{ 0.5 | round }} {{ -0.4 | round }} {{ 5 | round }} {{ 1234 | round(-2) }} {{ 1250 | round(-2) }} {{ 2.675 | round(2) }} {{ 7 | round(1, 'floor') }} {{ 1234.5 | round(-2) }} {{ 1e300 | round(2) }}
{{ list | length }} {{ s | count }} {{ d | length }} {{ list | first }} {{ list | last }} {{ s | first }} {{ s | last }} {{ d | first }} {{ [] | first is defined }} {{ [] | last }}| {{ '' | first }}|
{{ [1, 2] | join }} {{ [1, none, 'a'] | join(', ') }} {{ users | join('-', attribute='name') }} {{ 'abc' | join('.') }} {{ d | join(',') }} {{ users | map(attribute='age') | join(0) }}
{{ list | sort }} {{ list | sort(reverse=true) }} {{ words | sort }} {{ words | sort(case_sensitive=true) }} {{ users | sort(attribute='age') | map(attribute='name') | list }} {{ users | sort(attribute='age,name', reverse=true) | map(attribute='name') | list }} {{ 'hello' | sort }} {{ d | sort }} {{ [[2], [1, 5]] | sort }} {{ [(1, 'b'), (1, 'a')] | sort }}
{{ words | unique | list }} {{ words | unique(true) | list }} {{ [1, 1.0, true, 2] | unique | list }} {{ users | unique(attribute='age') | map(attribute='name') | list }}
{{ list | reverse | list }} {{ 'abc' | reverse }} {{ u | reverse }} {{ (1, 2) | reverse | list }} {{ d | reverse | list }} {{ range(3) | reverse | list }}
{{ list | sum }} {{ users | sum(attribute='age') }} {{ [0.1, 0.2] | sum }} {{ [] | sum }} {{ list | sum(start=10) }} {{ [[1], [2]] | sum(start=[]) }}
{{ list | min }} {{ list | max }} {{ words | min }} {{ words | max }} {{ words | min(case_sensitive=true) }} {{ (users | max(attribute='age')).name }} {{ [] | min }}| {{ 'hello' | max }}
{{ [1, 2, 3, 4, 5] | batch(2) | list }} {{ [1, 2, 3] | batch(2, 'x') | list }} {{ [1, 2, 3, 4, 5] | slice(2) | list }} {{ [1, 2, 3] | slice(2, 'x') | list }} {{ [] | batch(3) | list }}
{{ d | dictsort }} {{ {'b': 1, 'A': 2, 'c': 0} | dictsort }} {{ {'b': 1, 'A': 2, 'c': 0} | dictsort(true) }} {{ {'b': 1, 'A': 2, 'c': 0} | dictsort(by='value') }} {{ {'b': 1, 'A': 2} | dictsort(false, 'key', true) }}
{{ {'a': 1} | items | list }} {{ missing | items | list }} {% for k, v in {'a': 1} | items %}{{ k }}={{ v }}{% endfor %}
{{ words | map('upper') | list }} {{ users | map(attribute='name') | list }} {{ users | map(attribute='address.city', default='?') | list }} {{ words | map('replace', 'p', 'b') | list }} {{ [[1, 2], [3]] | map('first') | list }} {{ [[1, 2], [3]] | map(attribute=0) | list }} {{ [[1, 2], [3]] | map('join', '+') | list }} {{ ['1', '2'] | map('int') | sum }} {{ [] | map('upper') | list }}
{{ list | select('odd') | list }} {{ list | reject('odd') | list }} {{ [0, 1, '', 'a', none] | select | list }} {{ [0, 1, ''] | reject | list }} {{ list | select('>', 1) | list }} {{ list | select('in', [1, 9]) | list }} {{ words | select('equalto', 'fig') | list }} {{ words | select('lower') | list }} {{ words | select('ne', 'fig') | first }}
{{ users | selectattr('age', 'gt', 26) | map(attribute='name') | list }} {{ users | rejectattr('age', 'equalto', 30) | map(attribute='name') | list }} {{ users | selectattr('address', 'defined') | map(attribute='name') | list }} {{ users | rejectattr('address', 'undefined') | map(attribute='address.city') | list }}
{{ users | selectattr('address.city', 'defined') | list }}
{{ users | selectattr('tags', 'undefined') | list | length }} {{ (users | selectattr('nope')) and 'generators are true' }} {{ missing | select | list }} {{ (list | map('string')) is iterable }} {{ (list | select) is sequence }} {{ (list | select) is string }}
{{ users | groupby('age') | map('first') | list }} {% for age, group in users | groupby('age') %}{{ age }}: {{ group | map(attribute='name') | join(',') }};{% endfor %} {{ words | groupby('0') | map('first') | list }} {{ words | groupby(0) | list }}
{{ missing | default }}| {{ no | default('x') }} {{ no | default('x', true) }} {{ '' | d('e', boolean=true) }} {{ 0 | d(1) }} {{ d.zz | default({'a': 1}) }} {{ missing | default(missing2) is defined }}
{{ s | list | length }} {{ d | list }} {{ (1, 2) | list }} {{ s | attr('upper') is callable }} {{ d | attr('b') is defined }} {{ d | attr('keys') is callable }} {{ namespace(q=1) | attr('q') }}
{% set g = list | map('string') %}{{ g | join(',') }};{{ g | join(',') }}
{{ list | map('string') | length }}
{{ list | select | last }}
{{ 5 | length }}
{{ 5 | list }}
{{ none | join }}
{{ 5 | first }}
{{ [1, 'a'] | sort }}
{{ ['a', 'b'] | sum }}
{{ [1, none] | max }}
{{ 'a' | abs }}
{{ 'a' | round }}
{{ 1.5 | round(1, 'up') }}
{{ [] | dictsort }}
{{ s | replace('a') }}
{{ s | upper(1) }}
{{ s | replace(old='l', new='L') }}
{{ s | trim(foo=1) }}
{{ users | map | list }}
{{ users | map('nope') | list }}
{{ users | map(attribute='a', b=1) | list }}
{{ users | selectattr | list }}
{{ list | select('nope') | list }}
{{ users | map(attribute='address.city') | list }}
{{ users | selectattr('address.city') | list }}
{{ list | batch }}
{{ 5 | indent }}
{{ [1] | tojson(bad=1) }}
{{ list | unique(foo=1) }}
{{ [[1]] | unique | list }}
{{ 'x' | int(base=1) }} {{ '11' | int(base=37) }} {{ '0b11' | int(base=0) }} {{ '0o7' | int(7, 8) }} {{ '08' | int(base=0) }} {{ '+5' | int }} {{ '- 5' | int }} {{ '1__0' | int }} {{ '5_' | int }}
{{ 'a' | format(1) }}
{{ '%s' | format(1, x=2) }}
"""

TESTS = r"""
{% for v in [none, true, 0, 1, 1.0, '', 'a', [], [1], (), {}, {'a': 1}, missing, range(2), d.keys(), namespace(), dict, big] %}{{ v is defined }},{{ v is none }},{{ v is boolean }},{{ v is integer }},{{ v is float }},{{ v is number }},{{ v is string }},{{ v is mapping }},{{ v is iterable }},{{ v is sequence }},{{ v is callable }},{{ v is true }},{{ v is false }},{{ v is undefined }};{{ 'T' if v else 'F' }} {% endfor %}
{{ 4 is even }} {{ 4 is odd }} {{ 4.0 is even }} {{ 'ab' is lower }} {{ 'AB' is upper }} {{ 5 is lower }} {{ 'a' is sameas 'a' }} {{ none is sameas none }} {{ 1 is sameas true }} {{ [] is sameas [] }} {{ list is sameas list }}
{{ 'upper' is filter }} {{ 'nope' is filter }} {{ 'even' is test }} {{ 'x' is escaped }} {{ 'a' is in 'abc' }} {{ 5 is in [5] }} {{ 5 is not in [5] }} {{ 'b' is in d }}
{{ 1 is lt 2 }} {{ 1 is lessthan 2 }} {{ 2 is le 2 }} {{ 3 is gt 2 }} {{ 3 is greaterthan 2 }} {{ 3 is ge 4 }} {{ 3 is ne 4 }} {{ 3 is equalto(3) }} {{ 3 is eq 3.0 }}
{{ n is divisibleby 7 and true }} {{ n is number or false }} {{ 'x' if n is defined else 'y' }} {{ [n is defined, n is none] }} {{ (n is defined) ~ 'x' }} {{ n is not defined }}
{{ n is eq d.b + 6 }}
{{ list is eq [3, 1, 2] }} {{ d is eq {} }} {{ s is string and s }}
{{ 'a' is even }}
{{ 1 is divisibleby 0 }}
{{ missing is even }}
{{ 1 is lt 'a' }}
{{ 1 is even(2) }}
{{ 1 is divisibleby }}
"""

STATEMENTS = r"""
{% for x in list %}{{ loop.index }}/{{ loop.length }}:{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}
{% for x in list %}{{ loop.index0 }} {{ loop.revindex }} {{ loop.revindex0 }} {{ loop.first }} {{ loop.last }} {{ loop.depth }} {{ loop.depth0 }} {{ loop.previtem }} {{ loop.nextitem }} {{ loop.previtem is defined }} {{ loop.nextitem is defined }};{% endfor %}
{% for x in [1, 1, 2, 2, 1] %}{{ loop.changed(x) }} {{ loop.cycle('a', 'b', 'c') }} {% endfor %}
{% for x in [] %}x{% else %}none{% endfor %} {% for x in missing %}x{% else %}none{% endfor %} {% for c in 'ab' %}{{ c }}.{% endfor %}
{% for k, v in d.items() %}{{ k }}={{ v }};{% endfor %} {% for k in d %}{{ k }},{% endfor %} {% for (a, b), c in [((1, 2), 3)] %}{{ a }}{{ b }}{{ c }}{% endfor %}
{% for a, in [(1,)] %}{{ a }}{% endfor %}
{% for x in range(6) if x is odd %}{{ loop.index }}:{{ x }}/{{ loop.length }} {{ loop.last }} {% else %}never{% endfor %} {% for x in list if x > 9 %}{{ x }}{% else %}none{% endfor %}
{% for x in range(9) %}{% if x == 2 %}{% continue %}{% endif %}{% if x == 5 %}{% break %}{% endif %}{{ x }}{% endfor %}
{% for x in [1] %}{% continue %}{% else %}else{% endfor %}|{% for x in [1, 2] %}{% if x == 2 %}{% break %}{% endif %}{{ x }}{% else %}else{% endfor %}|{% for x in [1] %}{% break %}{% else %}else{% endfor %}
{% for x in tree recursive %}{{ x.v }}@{{ loop.depth }}{% if x.c %}({{ loop(x.c) }}){% endif %}{% if not loop.last %},{% endif %}{% endfor %}
{% for x in [1, 2] %}{% for y in [1, 2] %}{{ loop.index }}{{ x }}{{ y }} {% endfor %}{{ loop.index }};{% endfor %}
{% for x in list | map('string') %}{{ loop.length }}{{ x }}{% endfor %} {% for x in list | map('string') %}{{ x }}{{ loop.nextitem }}{{ loop.revindex }} {% endfor %}
{% for x in 1, 2 %}{{ x }}{% endfor %} {% for x in [1, 2] if (true if x > 1 else false) %}{{ x }}{% endfor %}
{% for x in [1, 2] if x > 1 else [3] %}{{ x }}{% endfor %}
{% set x = 1 %}{% for i in [1, 2] %}{{ x }}{% set x = x + 1 %}{{ x }} {% endfor %}{{ x }}
{% set ns = namespace(x=1, y=[]) %}{% for i in [1, 2] %}{% set ns.x = ns.x + i %}{% set ns.y = ns.y + [i] %}{% endfor %}{{ ns.x }} {{ ns.y }} {{ ns }}
{% if true %}{% set q = 1 %}{% endif %}{{ q }} {% set a, b = 1, 2 %}{{ a }}{{ b }} {% set (c, e) = [3, 4] %}{{ c }}{{ e }} {% set z = 1, 2 %}{{ z }} {% set ns = namespace() %}{% set ns.a, ns.b = 5, 6 %}{{ ns.a }}{{ ns.b }}
{% set block %}a {{ n }} b{% endset %}[{{ block }}] {% set up | upper | trim %} x{{ s }} {% endset %}[{{ up }}] {% set ns = namespace() %}{% set ns.t %}text{% endset %}{{ ns.t }}
{% for i in [1] %}{% set inner = 5 %}{% endfor %}{{ inner is defined }} {% set i = 9 %}{% for i in [1] %}{{ i }}{% endfor %}{{ i }} {% if n == 7 %}seven{% elif n == 8 %}eight{% else %}other{% endif %} {% if n == 8 %}eight{% elif n == 7 %}7{% endif %} {% if missing %}x{% elif no %}y{% else %}z{% endif %}
{% macro m(a, b=2, c=a ~ 'x') %}[{{ a }}|{{ b }}|{{ c }}]{% endmacro %}{{ m(1) }}{{ m(1, 3) }}{{ m(b=5, a=1) }}{{ m() }}{{ m(1, c=none) }} {{ m.name }} {{ m.arguments }}
{% macro v() %}{{ varargs }} {{ kwargs }}{% endmacro %}{{ v(1, 2, x=3) }} {% macro w(a) %}{{ a }}{{ varargs | length }}{% endmacro %}{{ w(1, 2, 3) }}
{% macro fact(n) %}{% if n <= 1 %}1{% else %}{{ n * (fact(n - 1) | int) }}{% endif %}{% endmacro %}{{ fact(5) }} {% set y = 1 %}{% macro outer() %}{{ y }}{% endmacro %}{% set y = 2 %}{{ outer() }}
{% macro dialog(t) %}<{{ t }}>{{ caller() }}</{{ t }}>{% endmacro %}{% call dialog('a') %}body {{ n }}{% endcall %} {% macro each(xs) %}{% for x in xs %}{{ caller(x, loop.index) }}{% endfor %}{% endmacro %}{% call(x, i) each(list) %}{{ i }}={{ x }};{% endcall %} {% macro nocall() %}{{ caller is defined }}{% endmacro %}{{ nocall() }}
{% macro noargs() %}x{% endmacro %}{{ noargs(1) }}
{% macro noargs() %}x{% endmacro %}{{ noargs(a=1) }}
{% macro noargs() %}x{% endmacro %}{% call noargs() %}y{% endcall %}
{% macro twice(a) %}{{ a }}{% endmacro %}{{ twice(1, a=2) }}
{% macro inf() %}{{ inf() }}{% endmacro %}{{ inf() }}
{% filter upper %}a {{ s }} {% filter replace('L', '1') %}ll{% endfilter %}{% endfilter %} {% filter indent(2) | trim %} a{{ '\n' }}b {% endfilter %}
{% with a = 1, b = n %}{{ a }}{{ b }}{% set q2 = 3 %}{{ q2 }}{% endwith %}{{ a is defined }}{{ q2 is defined }} {% with %}{% set zz = 1 %}{{ zz }}{% endwith %} {% set a = 5 %}{% with a = 6, b = a %}{{ b }}{% endwith %}
{% print n, s %} {% raw %}{{ not }} {% if %} {# x #}{% endraw %} {# comment {{ n }} #}x {%- raw -%}  y  {%- endraw -%}  z
{% generation %}said {{ n }}{% endgeneration %} {% generation %}{% set inside = 1 %}{% endgeneration %}{{ inside is defined }} {% for i in [1, 2] %}{% generation %}{{ loop.index }}{{ i }}{% endgeneration %}{% endfor %}
{% set x = 'a' if false %}{{ x is defined }} {% set x = n is odd %}{{ x }} {% set f2 = 'x'.upper %}{{ f2() }} {{ [1, 2][0] }}{{ {'a': [5]}.a[0] }}{{ (1, 2)[1] }}{{ 'abc'[1] }}{{ ('a' ~ 'b').upper() }}
{% for x in list %}{{ x }}{% endfor %}{{ x is defined }} {% for x in list %}{% if loop.first %}{% set first = x %}{% endif %}{{ first is defined }}{% endfor %}
{{ caller is defined }} {{ loop is defined }} {{ messages is defined }} {{ range is defined }} {% set range = 5 %}{{ range }}
{% for i in [1, 2] %}{% set r %}{% for j in [1, 2, 3] %}{% if j == 2 %}{% break %}{% endif %}{{ j }}{% endfor %}{% endset %}{{ r }};{% endfor %}
{%- macro a() -%} x {%- endmacro -%} {{- a() -}} {%- if true -%} y {%- endif -%}
{{ loop }}{% for x in list %}{{ loop }}{% endfor %}
{{ dict(a=m) if m is defined }}{% macro m() %}{% endmacro %}{{ m }}
{{ range(3)|map('string')|map('replace', '1', 'one')|join(' ') }} {{ '%s' % ('a' if t else 'b') }} {{ {'a': {'b': {'c': 1}}}.a.b.c }} {{ list | map('pow') if false }}
{% for x in 5 %}{% endfor %}
{% for x in none %}{% endfor %}
{% for a, b in [1] %}{% endfor %}
{% for a, b in [(1, 2, 3)] %}{% endfor %}
{% set a, b = 1 %}
{% set n.x = 1 %}
{% set ns = {} %}{% set ns.x = 1 %}
{% set ns = namespace() %}{% set ns._x = 1 %}
{% break %}
{% for loop in [1] %}{% endfor %}
{% for x in [1] %}{{ loop(1) }}{% endfor %}
{% if true %}
{% for x in list %}
{% endif %}
{% else %}
{% nope %}
{% set true = 1 %}
{% set 1 = 2 %}
{% macro m(a=1, b) %}{% endmacro %}
{% call n %}{% endcall %}
{% raw %} x
{# open
{{ n
{% if n }}x{% endif %}
{% for x in list %}{{ x }}{% endfor %}{% endfor %}
{{ m(a=1, a=2) }}
{{ range(*[3]) | list }} {{ range(*[1], **{}) | list }} {{ '{} {a}'.format(*[1], **{'a': 2}) }}
{{ dict(**5) }}
{{ f(**{}, *[]) }}
{% include 'x' %}
{% extends 'x' %}
{% set x %}a{% endset %}{{ x.upper() }} {{ x | length }}
{% do list %}
{{ super() }}
{% for x in 5 | items %}{% endfor %}
{% for x in 5 | map('upper') %}{% endfor %}
{% set g = 5 | items %}{% set h = 5 | batch(2) %}ok
{% for i in range(20) %}{{ i }}{% if i is divisibleby 5 and not loop.last %}{{ '\n' }}{% endif %}{% endfor %}
{% set m = [{'role': 'system', 'content': 'S'}, {'role': 'user', 'content': 'U'}] %}{% if m[0].role == 'system' %}{% set rest = m[1:] %}{% set sys = m[0]['content'] %}{% endif %}{% for x in rest %}{{ sys if loop.index0 == 0 and sys is defined }}{{ x['role'] + ':' + x.content | trim }}{% endfor %}
"""
