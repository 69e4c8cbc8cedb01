"""Requests of those who may not: other users, sessions, forms."""

from . import wire
from .server import BUCKET
from .signing import keys, post_form, presign


def record(s):
    if s.user2:
        s.record('user-without-permission',
                 'signer-not-allowed',
                 presign(s.user2, s.url()),
                 credentials=s.user2,
                 needs_secret=False)
        url = presign(s.user2, s.url('upload.jpg'), 'PUT')
        s.record('user-who-may-not-write', 'signer-not-allowed', url, 'PUT', credentials=s.user2, needs_secret=False)
    token = 'FwoGZXIvYXdzEXAMPLETOKEN/with+plus=='
    url = presign({**s.owner, 'session_token': token}, s.url())
    s.record('token-with-a-long-term-key',
             'token-unexpected',
             url,
             signed=(url, 'GET', ()),
             only=['InvalidToken', 'InvalidTokenId'])
    if s.temporary:
        sessions(s)
    forms(s)


def sessions(s):
    session, other = s.temporary[:2]
    url = presign(session, s.url())
    head, query = url.split('?')
    token = next(p for p in query.split('&') if p.startswith('X-Amz-Security-Token='))
    bare = presign(keys(session['access_key_id'], session['secret_access_key']), s.url())
    s.record('token-left-out', 'token-missing', bare, credentials=session, signed=(bare, 'GET', ()))
    s.record('token-removed-after-signing',
             'token-missing',
             url.replace('&' + token, ''),
             credentials=session,
             signed=(url, 'GET', ()))
    s.record('token-added-after-signing',
             'token-not-signed',
             f'{bare}&{token}',
             credentials=session,
             signed=(bare, 'GET', ()))
    s.record('token-cut-short',
             'token-mangled',
             url.replace(token, token[:-9]),
             credentials=session,
             signed=(url, 'GET', ()))
    if '%2B' in token:
        s.record('plus-of-the-token-read-as-a-blank',
                 'token-mangled',
                 url.replace(token, token.replace('%2B', '+')),
                 credentials=session,
                 signed=(url, 'GET', ()))
    if '%2F' in token:
        s.record('token-encoded-twice',
                 'token-mangled',
                 url.replace(token, token.replace('%', '%25')),
                 credentials=session,
                 signed=(url, 'GET', ()))
    mixed = presign({**session, 'session_token': other['session_token']}, s.url())
    s.record('token-of-another-session', 'token-stale', mixed, credentials=session, signed=(mixed, 'GET', ()))
    s.record('missing-key-of-a-session-that-may-not-list',
             'missing-key-hidden',
             presign(session, s.url('bot.jpg')),
             credentials=session,
             only=['AccessDenied'])
    s.record('delete-by-a-session-that-may-not',
             'signer-not-allowed',
             presign(session, s.url(), 'DELETE'),
             'DELETE',
             credentials=session,
             needs_secret=False)
    if len(s.temporary) > 2:
        expired = s.temporary[2]
        # MinIO's code and MiniStack forget the key with its session.
        s.record('url-that-outlives-its-session',
                 'credentials-expired',
                 presign(expired, s.url()),
                 credentials=expired,
                 only=['ExpiredToken', 'InvalidAccessKeyId'],
                 also=['unknown-access-key'])


def forms(s):
    url = f'http://{s.host}/{BUCKET}'

    def post(name, cause, fields, **options):
        kind, body = wire.multipart(fields)
        s.record(name, cause, url, 'POST', [('Content-Type', kind)], body=body, form=fields, **options)

    post('form-with-a-field-that-is-not-in-the-policy', 'form-extra-field',
         post_form(s.owner, BUCKET, 'form.jpg', fields=[('x-amz-meta-author', 'Jane')]))
    post('form-with-an-acl-that-is-not-in-the-policy', 'form-extra-field',
         post_form(s.owner, BUCKET, 'form.jpg', fields=[('acl', 'public-read')]))
    post('form-with-another-content-type', 'form-condition-unmet',
         post_form(s.owner, BUCKET, 'form.jpg', [{'Content-Type': 'image/jpeg'}], [('Content-Type', 'image/png')]))
    post('form-with-a-key-outside-the-prefix', 'form-condition-unmet',
         post_form(s.owner, BUCKET, 'other/form.jpg', [['starts-with', '$key', 'uploads/']]))
    post('form-with-a-file-that-is-too-large', 'form-condition-unmet',
         post_form(s.owner, BUCKET, 'form.jpg', [['content-length-range', 1, 3]]))
    post('form-that-has-expired', 'expired', post_form(s.owner, BUCKET, 'form.jpg', expires=-60))
    wrong = keys(s.owner['access_key_id'], 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
    post('form-signed-with-a-wrong-secret',
         'wrong-secret',
         post_form(wrong, BUCKET, 'form.jpg'),
         credentials=wrong,
         needs_secret=True)
