"""URLs that what printed or carried them has changed."""

import html
import json
import subprocess
from urllib.parse import quote

from .signing import presign


def right(s, key='boat.jpg', query='', **options):
    return presign(s.owner, s.url(key, query), **options)


def record(s):
    url = right(s, query='response-content-type=image%2Fjpeg')
    s.record('html-escaped-url', 'html-escaped', html.escape(url))
    s.record('html-escaped-url-with-numeric-references', 'html-escaped', url.replace('&', '&#38;'))
    s.record('json-escaped-url', 'json-escaped', json.dumps(url).replace('&', '\\u0026').strip('"'))
    # Gson and others escape more than the ampersand.
    s.record('json-escaped-url-of-gson', 'json-escaped', url.replace('=', '\\u003d').replace('&', '\\u0026'))
    head, query = url.split('?')
    s.record('query-encoded-twice', 'encoded-twice', f'{head}?' + query.replace('%', '%25'))
    space = right(s, 'photos/2026/boat.jpg', 'response-content-disposition=attachment%3B%20filename%3D%22boat.jpg%22')
    s.record('whole-url-encoded-twice', 'encoded-twice', space.replace('%', '%25'))
    s.record('url-encoded-as-one-value', 'encoded-twice', f'http://{s.host}/{quote(url, safe="")}')
    s.record('url-cut-at-the-first-ampersand', 'cut-at-ampersand', url.split('&')[0])
    plain = right(s)
    s.record('url-without-override-cut-at-the-first-ampersand', 'cut-at-ampersand', plain.split('&')[0])

    wrapped = '%0A'.join(plain[i:i + 76] for i in range(0, len(plain), 76))
    s.record('url-wrapped-by-email', 'line-wrapped', wrapped.replace('%0A', '\n'), sent=wrapped)
    wrapped = plain[:150] + '=\r\n' + plain[150:]
    s.record('url-wrapped-by-quoted-printable', 'line-wrapped', wrapped, sent=plain[:150] + '=%0D%0A' + plain[150:])
    s.record('url-wrapped-with-blanks',
             'line-wrapped',
             plain[:200] + ' ' + plain[200:],
             sent=plain[:200] + '%20' + plain[200:])
    for mark, word in [('.', 'dot'), (')', 'parenthesis'), ('>', 'angle-bracket'), (',', 'comma'), ('"', 'quote'),
                       ('%22', 'encoded-quote'), ]:
        s.record(f'{word}-at-the-end-of-the-url', 'trailing-punctuation', plain + mark)
    s.record('parenthesis-of-markdown-at-the-end-of-the-url', 'trailing-punctuation', plain + ').')

    printed = printf(plain)
    s.record('url-as-the-format-of-printf', 'format-string', printed, sent=printed.replace(' ', '%20'))
    # What Go's fmt.Printf(url) makes of the escapes: verbs without operands.
    s.record('url-as-the-format-of-go', 'format-string', plain.replace('%2F', '%!F(MISSING)'))
    s.record('url-without-its-percent-signs', 'format-string', plain.replace('%2F', '2F'))
    # cmd.exe reads `%2` as the second argument of a batch file, which is empty.
    s.record('url-in-a-batch-file', 'format-string', plain.replace('%2F', 'F'))

    s.record('utm-source-added', 'tracking-parameter', f'{plain}&utm_source=newsletter&utm_medium=email')
    s.record('fbclid-added', 'tracking-parameter', f'{plain}&fbclid=IwAR0tMJlLdo2lqYbC5k')
    s.record('gclid-added-in-front', 'tracking-parameter', plain.replace('?', '?gclid=EAIaIQobChMI&', 1))
    s.record('mc-eid-added', 'tracking-parameter', f'{plain}&mc_cid=f0b5d1&mc_eid=a71c3f')


def printf(url):
    """Returns what bash prints if the URL is the format."""
    return subprocess.run(['bash', '-c', 'printf "$0"', url], capture_output=True, text=True).stdout
