"""URLs that are wrong in themselves: a parameter, the time, the credentials that they name."""

import datetime
import hashlib

from .server import BUCKET
from .signing import amz_date, keys, now, presign, presign_as_text, presign_v2

SERVICE = ['AuthorizationQueryParametersError', 'AuthorizationParametersError']


def record(s):
    plain = presign(s.owner, s.url())
    hour = datetime.timedelta(hours=1)

    s.record('plain-url-of-an-object', 'not-presigned', s.url())
    for parameter in [
            'X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Date', 'X-Amz-Expires', 'X-Amz-SignedHeaders',
            'X-Amz-Signature'
    ]:
        head, query = plain.split('?')
        kept = [p for p in query.split('&') if not p.startswith(parameter + '=')]
        s.record(f'without-{parameter.lower()}', 'missing-parameter', f'{head}?{"&".join(kept)}')
    s.record('x-amz-expires-twice', 'repeated-parameter', plain + '&X-Amz-Expires=7200')
    s.record('x-amz-date-twice', 'repeated-parameter',
             plain.replace('X-Amz-Date=', 'X-Amz-Date=20260101T000000Z&X-Amz-Date='))
    s.record('lower-case-names', 'misspelled-parameter', plain.replace('X-Amz-', 'x-amz-'))
    s.record('signed-headers-in-singular', 'misspelled-parameter',
             plain.replace('X-Amz-SignedHeaders', 'X-Amz-SignedHeader'))
    s.record('signature-cut-short', 'malformed-parameter', plain[:-1])
    s.record('signature-in-capitals', 'malformed-parameter', plain[:-64] + plain[-64:].upper())
    s.record(
        'iso-date', 'malformed-parameter',
        presign_as_text(s.owner, s.url()).replace('X-Amz-Date=' + now().strftime('%Y%m%d'),
                                                  'X-Amz-Date=' + now().strftime('%Y-%m-%d')))
    s.record('unknown-algorithm', 'malformed-parameter', plain.replace('AWS4-HMAC-SHA256', 'AWS4-HMAC-SHA512'))
    s.record('credential-of-four-parts', 'malformed-parameter', plain.replace('%2Faws4_request', ''))
    scope_date = plain.replace(
        'X-Amz-Credential=' + s.owner['access_key_id'].replace(':', '%3A') + '%2F' + now().strftime('%Y%m%d'),
        'X-Amz-Credential=' + s.owner['access_key_id'].replace(':', '%3A') + '%2F' +
        (now() - 24 * hour).strftime('%Y%m%d'))
    s.record('credential-of-yesterday', 'scope-date', scope_date)

    for value, word in [('604801', 'over-a-week'), ('2592000', 'thirty-days'), ('0', 'zero'), ('-1', 'negative'),
                        ('abc', 'word'), ('3600.5', 'fraction'), ]:
        s.record(f'expiry-{word}', 'expiry-out-of-range', presign(s.owner, s.url(), expires=value))
    s.record('expired-two-hours-ago', 'expired', presign(s.owner, s.url(), at=now() - 3 * hour, expires=3600))
    s.record('expired-three-days-ago-head',
             'expired',
             presign(s.owner, s.url(), 'HEAD', at=now() - 80 * hour, expires=60),
             'HEAD',
             needs_secret=False)
    s.record('date-an-hour-ahead', 'clock-skew', presign(s.owner, s.url(), at=now() + hour))
    s.record('date-a-day-ahead', 'clock-skew', presign(s.owner, s.url(), at=now() + 24 * hour))
    # The zone's own time, with a Z: two hours ahead.
    s.record('local-time-as-utc', 'clock-skew', presign(s.owner, s.url(), at=now() + 2 * hour, expires=900))

    wrong_region = presign(s.owner, s.url(), region='eu-central-1')
    s.record('other-region', 'region-mismatch', wrong_region)
    s.record('region-of-a-zone', 'region-mismatch', presign(s.owner, s.url(), region='us-east-1a'))
    s.record('region-auto', 'region-mismatch', presign(s.owner, s.url(), region='auto'))
    s.record('other-service', 'service-mismatch', presign_as_text(s.owner, s.url(), service='minio'), only=SERVICE)
    s.record('service-execute-api',
             'service-mismatch',
             presign_as_text(s.owner, s.url(), service='execute-api'),
             only=SERVICE)

    unknown = keys('AKIDEXAMPLEUNKNOWN', s.owner['secret_access_key'])
    s.record('unknown-key',
             'unknown-access-key',
             presign(unknown, s.url()),
             credentials=unknown,
             only=['InvalidAccessKeyId'])
    wrong = keys(s.owner['access_key_id'], 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
    url = presign(wrong, s.url())
    s.record('wrong-secret', 'wrong-secret', url, credentials=wrong, signed=(url, 'GET', ()))
    url = presign(wrong, s.url(), 'PUT', [('Content-Type', 'image/png')])
    s.record('wrong-secret-put',
             'wrong-secret',
             url,
             'PUT', [('Content-Type', 'image/png')],
             credentials=wrong,
             signed=(url, 'PUT', [('Content-Type', 'image/png')]))
    for blank, word in [('\n', 'line-feed'), (' ', 'blank'), ('\r', 'carriage-return')]:
        padded = keys(s.owner['access_key_id'], s.owner['secret_access_key'] + blank)
        url = presign(padded, s.url())
        s.record(f'secret-with-{word}', 'secret-white-space', url, signed=(url, 'GET', (), {'secret_access_key': padded['secret_access_key']}))
    quoted = keys(s.owner['access_key_id'], f'"{s.owner["secret_access_key"]}"')
    url = presign(quoted, s.url())
    s.record('secret-in-quotes', 'secret-white-space', url, signed=(url, 'GET', (), {'secret_access_key': quoted['secret_access_key']}))
    swapped = keys(s.owner['secret_access_key'], s.owner['access_key_id'])
    s.record('key-and-secret-swapped', 'key-and-secret-swapped', presign(swapped, s.url()), credentials=swapped)

    s.record('sigv2-url', 'sigv2', presign_v2(s.owner, s.url(), BUCKET))
    s.record('sigv2-url-expired', 'sigv2', presign_v2(s.owner, s.url(), BUCKET, at=now() - 5 * hour))
    s.record('host-not-signed',
             'host-not-signed',
             presign_as_text(s.owner, s.url(), headers=[('content-type', 'image/jpeg')], signed_headers='content-type'),
             headers=[('Content-Type', 'image/jpeg')])
    s.record('no-header-signed', 'host-not-signed', presign_as_text(s.owner, s.url(), signed_headers=''))
    something_else = hashlib.sha256(b'something else').hexdigest()
    s.record('signature-of-something-else', 'signature-mismatch', plain[:-64] + something_else, needs_secret=True)
    # The clock was read twice, or the string to sign has the local time.
    for shift, word in [(1, 'a-second'), (3600, 'an-hour'), (-7 * 3600, 'seven-hours')]:
        at = now()
        other = presign(s.owner, s.url(), at=at + datetime.timedelta(seconds=shift))
        url = other.replace(amz_date(at + datetime.timedelta(seconds=shift)), amz_date(at))
        if other[:other.index('X-Amz-Date')] in url:
            s.record(f'signed-date-differs-by-{word}', 'signed-date', url, signed=(other, 'GET', ()))
    url = presign_as_text(s.owner, s.url(), payload=hashlib.sha256(b'').hexdigest())
    s.record('hash-of-the-empty-body-signed', 'payload-hash', url, signed=(url, 'GET', (), {'payload': 'empty'}))
