"""Signs with botocore, at any time and for any URL, the wrong ones included."""

import base64
import datetime
import hashlib
import hmac
import json
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AUTHENTICATION = ('X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders',
                  'X-Amz-Signature', 'X-Amz-Security-Token')


def now():
    return datetime.datetime.now(datetime.timezone.utc).replace(microsecond=0)


def amz_date(time):
    return time.strftime('%Y%m%dT%H%M%SZ')


def keys(access_key_id, secret_access_key, session_token=None):
    """Returns credentials in the form of the corpus."""
    pair = {'access_key_id': access_key_id, 'secret_access_key': secret_access_key}
    return {**pair, 'session_token': session_token} if session_token else pair


class clock:
    """Sets the clock of botocore's signers."""

    def __init__(self, time):
        self.time = time

    def __enter__(self):
        self.before = botocore.auth.get_current_datetime
        botocore.auth.get_current_datetime = lambda remove_tzinfo=True: (self.time.replace(tzinfo=None)
                                                                         if remove_tzinfo else self.time)

    def __exit__(self, *_):
        botocore.auth.get_current_datetime = self.before


def presign(credentials,
            url,
            method='GET',
            headers=(),
            region='us-east-1',
            service='s3',
            expires=3600,
            at=None,
            host=None,
            signer=None):
    """Signs `url`, whose path and query are already encoded, and `headers`, for `host` if it is not the URL's."""
    signer = signer or (botocore.auth.S3SigV4QueryAuth if service == 's3' else botocore.auth.SigV4QueryAuth)
    request = AWSRequest(method=method, url=url)
    for name, value in headers:
        request.headers[name] = value
    if host:
        request.headers['Host'] = host
    known = Credentials(credentials['access_key_id'], credentials['secret_access_key'],
                        credentials.get('session_token'))
    with clock(at or now()):
        signer(known, service, region, expires=expires).add_auth(request)
    return request.url


def presign_as_text(credentials,
                    url,
                    method='GET',
                    headers=(),
                    region='us-east-1',
                    expires='3600',
                    at=None,
                    service='s3',
                    payload='UNSIGNED-PAYLOAD',
                    signed_headers=None):
    """Signs like a program that builds each string by hand: the path and the query are signed as they are written."""
    date = amz_date(at or now())
    parts = urlsplit(url)
    lines = sorted([('host', parts.netloc), *((name.lower(), value) for name, value in headers)])
    names = signed_headers if signed_headers is not None else ';'.join(name for name, _ in lines)
    scope = f'{date[:8]}/{region}/{service}/aws4_request'
    query = '&'.join(
        filter(None, [
            '&'.join(
                f'{name}={quote(value, safe="")}'
                for name, value in [('X-Amz-Algorithm',
                                     'AWS4-HMAC-SHA256'), ('X-Amz-Credential',
                                                           f'{credentials["access_key_id"]}/{scope}'),
                                    ('X-Amz-Date', date), ('X-Amz-Expires', expires), ('X-Amz-SignedHeaders',
                                                                                       names), ]), parts.query
        ]))
    canonical = '\n'.join(
        [method, parts.path, query, *(f'{name}:{value}' for name, value in lines if name in names), '', names, payload])
    text = '\n'.join(['AWS4-HMAC-SHA256', date, scope, hashlib.sha256(canonical.encode()).hexdigest()])
    key = b'AWS4' + credentials['secret_access_key'].encode()
    for piece in [*scope.split('/'), text]:
        key = hmac.new(key, piece.encode(), hashlib.sha256).digest()
    return f'{parts.scheme}://{parts.netloc}{parts.path}?{query}&X-Amz-Signature={key.hex()}'


def presign_v2(credentials, url, bucket, method='GET', expires=3600, at=None):
    """Signs with SigV2, the scheme before this one."""
    at = at or now()
    until = int(at.timestamp()) + expires
    parts = urlsplit(url)
    text = f'{method}\n\n\n{until}\n{parts.path if parts.path.startswith("/" + bucket) else f"/{bucket}{parts.path}"}'
    signature = base64.b64encode(
        hmac.new(credentials['secret_access_key'].encode(), text.encode(), hashlib.sha1).digest()).decode()
    return (f'{url}?AWSAccessKeyId={credentials["access_key_id"]}&Signature={quote(signature, safe="")}'
            f'&Expires={until}')


def post_form(credentials, bucket, key, conditions=(), fields=(), region='us-east-1', expires=900, at=None):
    """Returns the fields of a form whose policy has these conditions besides those on the credentials."""
    at = at or now()
    date = amz_date(at)
    scope = f'{date[:8]}/{region}/s3/aws4_request'
    own = [('x-amz-algorithm', 'AWS4-HMAC-SHA256'), ('x-amz-credential', f'{credentials["access_key_id"]}/{scope}'),
           ('x-amz-date', date), ]
    exact = [] if any('$key' in condition for condition in conditions) else [{'key': key}]
    policy = {
        'expiration': (at + datetime.timedelta(seconds=expires)).strftime('%Y-%m-%dT%H:%M:%SZ'),
        'conditions': [{'bucket': bucket}, *exact, *conditions, *({name: value} for name, value in own)]
    }
    document = base64.b64encode(json.dumps(policy).encode()).decode()
    signing_key = b'AWS4' + credentials['secret_access_key'].encode()
    for piece in [*scope.split('/'), document]:
        signing_key = hmac.new(signing_key, piece.encode(), hashlib.sha256).digest()
    return [('key', key), *fields, *own, ('policy', document), ('x-amz-signature', signing_key.hex())]


def signature_of(url):
    return dict(parse_qsl(urlsplit(url).query, keep_blank_values=True)).get('X-Amz-Signature')


def describe(url, method, headers, how=None):
    """Returns a signed request as the corpus describes it. `how` holds what is special in its signing:

    `payload`: `empty` if the hash of the empty body is signed; `as_written`: the path, query and headers are signed without
    being encoded, sorted or folded; `secret_access_key`: the secret that signed, if it is not the signer's.
    """
    return {'url': url.split('&X-Amz-Signature=')[0], 'method': method, 'headers': [list(h) for h in headers], **(how or {})}


def resign(credentials, signed_as):
    """Returns the signature of a request that `describe` describes, computed by botocore unless it is signed as written."""
    parts = urlsplit(signed_as['url'])
    given = parse_qsl(parts.query, keep_blank_values=True)
    claims = dict(given)
    _, _, region, service, _ = claims['X-Amz-Credential'].rsplit('/', 4)
    at = datetime.datetime.strptime(claims['X-Amz-Date'], '%Y%m%dT%H%M%SZ').replace(tzinfo=datetime.timezone.utc)
    signer = {
        'access_key_id': credentials['access_key_id'], 'session_token': claims.get('X-Amz-Security-Token'),
        'secret_access_key': signed_as.get('secret_access_key', credentials['secret_access_key'])
    }
    base = f'{parts.scheme}://{parts.netloc}{parts.path}'
    empty = signed_as.get('payload') == 'empty'
    if signed_as.get('as_written'):
        own = '&'.join(p for p in parts.query.split('&') if p.split('=')[0] not in AUTHENTICATION)
        payload = hashlib.sha256(b'').hexdigest() if empty else 'UNSIGNED-PAYLOAD'
        return signature_of(
            presign_as_text(signer, f'{base}?{own}', signed_as['method'], signed_as['headers'], region,
                            claims['X-Amz-Expires'], at, service, payload))
    own = urlencode([(n, v) for n, v in given if n not in AUTHENTICATION], quote_via=quote, safe='-_.~')
    return signature_of(
        presign(signer, f'{base}{"?" if own else ""}{own}', signed_as['method'], signed_as['headers'], region, service,
                claims['X-Amz-Expires'], at, signer=botocore.auth.SigV4QueryAuth if empty else None))
