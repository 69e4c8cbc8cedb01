"""Signs URLs for answers that others have reported, and writes the answers down."""
import datetime
import hashlib
from urllib.parse import parse_qsl, quote, unquote_to_bytes, urlsplit
from xml.sax.saxutils import escape

from .signing import amz_date, describe, keys, presign, resign, signature_of

AT = datetime.datetime(2026, 11, 28, 12, tzinfo=datetime.timezone.utc)
EARLIER = AT - datetime.timedelta(minutes=10)
KEYS = keys('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
TOKEN = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJ+MEUCIQDEXAMPLE+token/with+plus+and/slash=='
SESSION = keys('ASIAEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY', TOKEN)
BUCKET = 'https://examplebucket.s3.eu-west-1.amazonaws.com'
OBJECT = f'{BUCKET}/boat.jpg'
MISMATCH = ('The request signature we calculated does not match the signature you provided. '
            'Check your key and signing method.')
REPORT = 'AWS (answer from a public report)'
RECORDED = 'AWS (recorded, see NOTICE)'
LOCALSTACK = ('https://github.com/localstack/localstack/blob/8b9a79f05846835cf4dff63ab7eefdde9df83783/'
              'tests/aws/services/s3/test_s3.snapshot.json')
GITHUB = 'https://github.com/'


class Notebook:

    def __init__(self):
        self.exchanges = []

    def keep(self,
             name,
             cause,
             source,
             url,
             status,
             body,
             method='GET',
             headers=(),
             *,
             server=REPORT,
             answer=(),
             credentials=KEYS,
             needs_secret=None,
             signed=None,
             also=(),
             client_error=None,
             form=None,
             **more):
        exchange = {
            'name': name, 'cause': cause, 'server': server,
            'source': source if source.startswith('http') else GITHUB + source, 'now': amz_date(AT), 'url': url,
            'method': method, 'headers': [list(h) for h in headers], 'credentials': credentials,
            'needs_secret': signed is not None if needs_secret is None else needs_secret, 'status': status,
            'response_headers': [list(h) for h in answer], 'body': body, 'client_error': client_error,
            'server_date': 'Sat, 28 Nov 2026 12:00:00 GMT', **more
        }
        if also:
            exchange['or'] = list(also)
        if form:
            exchange['form_fields'] = [list(f) for f in form]
        if signed and exchange['needs_secret']:
            exchange['signed_as'] = describe(*signed)
            if resign(credentials, exchange['signed_as']) != signature_of(signed[0]):
                raise AssertionError(f'{name}: what is said to be signed has another signature')
        if status is None:
            del exchange['server_date']
        self.exchanges.append(exchange)

    def s3(self,
           name,
           cause,
           source,
           url,
           status,
           code,
           message,
           elements=(),
           method='GET',
           headers=(),
           answer=(),
           **more):
        answer = [['Content-Type', 'application/xml'], ['Server', 'AmazonS3'], *answer]
        self.keep(name,
                  cause,
                  source,
                  url,
                  status,
                  '' if method == 'HEAD' else document(code, message, elements),
                  method,
                  headers,
                  answer=answer,
                  **more)


def document(code, message, elements=()):
    inner = ''.join(f'<{name}>{escape(value)}</{name}>' for name, value in elements)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code><Message>{escape(message)}</Message>{inner}'
        '<RequestId>4442587FB7D0A2F9</RequestId><HostId>EXAMPLEHOSTID=</HostId></Error>')


def strings(url, method, headers=()):
    """Returns the canonical request and the string to sign of S3 for a request that has arrived."""
    parts = urlsplit(url)
    given = parse_qsl(parts.query, keep_blank_values=True)
    claims = dict(given)
    encode = lambda text, safe='': quote(text, safe=safe + '-_.~')
    query = '&'.join(f'{n}={v}' for n, v in sorted((encode(n), encode(v)) for n, v in given if n != 'X-Amz-Signature'))
    sent = {'host': parts.netloc, **{n.lower(): v for n, v in headers}}
    names = claims['X-Amz-SignedHeaders']
    canonical = '\n'.join([
        method,
        encode(unquote_to_bytes(parts.path), '/'), query,
        *(f'{name}:{sent.get(name, "")}' for name in names.split(';')), '', names, 'UNSIGNED-PAYLOAD'
    ])
    scope = claims['X-Amz-Credential'].split('/', 1)[1]
    return canonical, '\n'.join(
        ['AWS4-HMAC-SHA256', claims['X-Amz-Date'], scope,
         hashlib.sha256(canonical.encode()).hexdigest()])


def echo(url, method='GET', headers=()):
    """Returns the elements with which S3 tells what it has signed."""
    canonical, text = strings(url, method, headers)
    spaced = lambda value: ' '.join(f'{byte:02x}' for byte in value.encode())
    claims = dict(parse_qsl(urlsplit(url).query))
    return [('AWSAccessKeyId', claims['X-Amz-Credential'].split('/')[0]), ('StringToSign', text),
            ('SignatureProvided', claims['X-Amz-Signature']), ('StringToSignBytes', spaced(text)),
            ('CanonicalRequest', canonical), ('CanonicalRequestBytes', spaced(canonical)), ]


def sign(url=OBJECT, method='GET', headers=(), credentials=KEYS, region='eu-west-1', at=EARLIER, **more):
    return presign(credentials, url, method, headers, region, at=at, **more)
