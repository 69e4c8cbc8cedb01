"""What other stores, other services of AWS, and browsers said to others."""
import datetime
import hashlib
import json

from .report import AT, EARLIER, KEYS, MISMATCH, OBJECT, REPORT, document, sign, strings
from .signing import keys, presign, presign_as_text


def other_stores(n):

    def xml(name, cause, source, server, url, status, code, message, elements=(), **more):
        n.keep(name,
               cause,
               source,
               url,
               status,
               document(code, message, elements),
               server=f'{server} (answer from a public report)',
               answer=[['Content-Type', 'application/xml']],
               **more)

    xml('path style on Tencent COS', 'addressing',
        'finch-xu/BucketCat/blob/5bc6bc35127e3807621036c35c28db2f9b23215e/src-tauri/tests/cos_e2e.rs',
        'Tencent COS', sign('https://cos.ap-beijing.myqcloud.com/examplebucket-1250000000/boat.jpg',
                            region='ap-beijing'), 403, 'PathStyleDomainForbidden',
        'The bucket you are attempting to access must be addressed using COS virtual-styled domain.')
    xml('path style on Alibaba OSS', 'addressing', 'electron-userland/electron-builder/issues/8674', 'Alibaba OSS',
        sign('https://oss-cn-nanjing.aliyuncs.com/examplebucket/boat.jpg', region='oss-cn-nanjing'), 403,
        'SecondLevelDomainForbidden', 'Please use virtual hosted style to access.')
    xml(
        'region on Cloudflare R2', 'region-mismatch', 'jeessy2/backup-x/issues/127', 'Cloudflare R2',
        sign('https://0123456789abcdef0123456789abcdef.r2.cloudflarestorage.com/examplebucket/boat.jpg',
             region='cn-north-1'), 400, 'InvalidRegionName',
        "The region name 'cn-north-1' is not valid. Must be one of: wnam, enam, weur, eeur, apac, oc, auto")
    xml('region on Garage', 'region-mismatch', 'bauer-group/IP-HomeassistantS3CompatibleBackup/issues/1', 'Garage',
        sign('http://garage.example.com:3900/examplebucket/boat.jpg',
             region='us-east-1'), 400, 'AuthorizationHeaderMalformed',
        'Authorization header malformed, unexpected scope: 20261128/us-east-1/s3/aws4_request', [('Region', 'garage')])
    signed = [('accept-encoding', 'identity')]
    url = presign_as_text(KEYS,
                          'https://storage.googleapis.com/examplebucket/boat.jpg',
                          'PUT',
                          signed,
                          'auto',
                          at=EARLIER)
    canonical, text = strings(url, 'PUT', [('accept-encoding', 'identity,gzip(gfe)')])
    xml('Accept-Encoding that Google changes',
        'header-rewritten',
        'siderolabs/talos-backup/issues/64',
        'Google Cloud Storage',
        url,
        403,
        'SignatureDoesNotMatch',
        'Access denied.', [('Details', MISMATCH), ('StringToSign', text), ('CanonicalRequest', canonical)],
        method='PUT',
        headers=[('Accept-Encoding', 'identity')])
    url = presign(KEYS,
                  'https://storage.googleapis.com/examplebucket/boat.jpg',
                  region='auto',
                  at=AT - datetime.timedelta(seconds=180),
                  expires=120)
    xml('expired on Google Cloud Storage', 'expired', 'fog/fog-google/issues/264', 'Google Cloud Storage', url, 400,
        'ExpiredToken', 'The provided token has expired.', [('Details', 'Request has expired: 120')])


def other_services(n):
    """Services that answer in JSON."""

    def gateway(name, cause, source, url, message, kind, method='GET', status=403, **more):
        n.keep(name,
               cause,
               source,
               url,
               status,
               json.dumps({'message': message}, separators=(',', ':')),
               method,
               answer=[['Content-Type', 'application/json'], ['x-amzn-ErrorType', kind]],
               server='AWS API Gateway (answer from a public report)',
               **more)

    api = 'https://abc123def4.execute-api.eu-west-1.amazonaws.com'
    awscurl, paw = 'okigan/awscurl/issues/61', 'badslug/Paw-AWSSignature4DynamicValue/issues/23'

    def echoed(url, method, path):
        canonical, text = strings(url, method)
        lines = canonical.split('\n')
        lines[1], lines[-1] = path, hashlib.sha256(b'').hexdigest()
        canonical = '\n'.join(lines)
        text = '\n'.join([*text.split('\n')[:-1], hashlib.sha256(canonical.encode()).hexdigest()])
        return (
            'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key '
            'and signing method. Consult the service documentation for details.\n\nThe Canonical String for this request '
            f"should have been\n'{canonical}'\n\nThe String-to-Sign should have been\n'{text}'\n")

    wrong = keys('AKIDEXAMPLE', 'AnotherSecretThatSignedThisUrlEXAMPLEKEY')
    url = sign(f'{api}/prod/boats', credentials=wrong, service='execute-api')
    gateway('wrong secret on API Gateway',
            'wrong-secret',
            awscurl,
            url,
            echoed(url, 'GET', '/prod/boats'),
            'InvalidSignatureException',
            credentials=wrong,
            signed=(url, 'GET', (), {'payload': 'empty'}))
    url = presign_as_text(KEYS, f'{api}/prod/boats', region='eu-west-1', at=EARLIER, service='execute-api')
    gateway('unsigned payload on API Gateway',
            'payload-hash',
            awscurl,
            url,
            echoed(url, 'GET', '/prod/boats'),
            'InvalidSignatureException',
            signed=(url, 'GET', (), {'as_written': True}))
    url = presign_as_text(KEYS,
                          f'{api}/prod/%40connections/L0SM9cOFvHcCIhw%3D',
                          'POST',
                          region='eu-west-1',
                          at=EARLIER,
                          service='execute-api',
                          payload=hashlib.sha256(b'').hexdigest())
    gateway('path encoded once on API Gateway',
            'path-encoding',
            paw,
            url,
            echoed(url, 'POST', '/prod/%2540connections/L0SM9cOFvHcCIhw%253D'),
            'InvalidSignatureException',
            'POST',
            signed=(url, 'POST', (), {'as_written': True, 'payload': 'empty'}))
    url = sign(f'{api}/prod/boats', service='execute-api', at=AT - datetime.timedelta(minutes=35), expires=900)
    gateway('expired on API Gateway', 'expired', 'serverless/serverless/issues/27', url,
            'Signature expired: 20261128T112500Z is now earlier than 20261128T115500Z (20261128T120000Z - 5 min.)',
            'InvalidSignatureException')
    url = sign(f'{api}/prod/boats', service='execute-api', at=AT + datetime.timedelta(minutes=20))
    gateway(
        'date ahead on API Gateway', 'clock-skew', 'aws/aws-sdk-js/issues/1652', url,
        'Signature not yet current: 20261128T122000Z is still later than 20261128T120500Z (20261128T120000Z + 5 min.)',
        'InvalidSignatureException')
    gateway('URL without a signature on API Gateway', 'not-presigned', awscurl, f'{api}/prod/boats',
            'Missing Authentication Token', 'MissingAuthenticationTokenException')
    # STS takes a URL for 15 minutes, whatever its expiry says.
    sts = 'https://sts.eu-west-1.amazonaws.com/?Action=GetCallerIdentity&Version=2011-06-15'
    message = 'Signature expired: 20261128T114000Z is now earlier than 20261128T114500Z (20261128T120000Z - 15 min.)'
    n.keep('older than 15 minutes on STS',
           'expired',
           'EngineerBetter/control-tower/issues/51',
           sign(sts, service='sts', at=AT - datetime.timedelta(minutes=20)),
           403,
           '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">\n  <Error>\n    <Type>Sender</Type>\n'
           f'    <Code>SignatureDoesNotMatch</Code>\n    <Message>{message}</Message>\n  </Error>\n'
           '  <RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>\n</ErrorResponse>\n',
           server='AWS STS (answer from a public report)',
           answer=[['Content-Type', 'text/xml']])


def browsers(n):

    def page(name, cause, source, url, error, **more):
        n.keep(name,
               cause,
               source,
               url,
               None,
               '',
               server='Chromium (message from a public report)',
               client_error=error,
               **more)

    page('name not resolved in Chromium', 'dns-failure', 'bradleyg/django-s3direct/pull/212',
         sign('https://s3-eu-wset-1.amazonaws.com/examplebucket/boat.jpg', region='eu-wset-1'),
         'net::ERR_NAME_NOT_RESOLVED')
    page('certificate refused by Firefox', 'tls-failure', 's3fs-fuse/s3fs-fuse/issues/674',
         sign('https://my.bucket.s3.eu-west-1.amazonaws.com/boat.jpg'), 'SSL_ERROR_BAD_CERT_DOMAIN')
    url = sign(OBJECT + '?response-content-type=image%2Fjpeg')
    n.keep(
        'cached answer in Chromium',
        'cached-without-cors',
        'bubkoo/html-to-image/issues/399',
        url,
        200,
        '',
        headers=[('Origin', 'http://localhost:8080')],
        server=REPORT,
        answer=[['Content-Type', 'image/jpeg'], ['Server', 'AmazonS3'], ['ETag', '"bd3f153c5ec90dc15a02c1b3df258509"']],
        client_error=
        f"Access to fetch at '{url}' from origin 'http://localhost:8080' has been blocked by CORS policy: No "
        "'Access-Control-Allow-Origin' header is present on the requested resource. If an opaque response serves your needs, set "
        "the request's mode to 'no-cors' to fetch the resource with CORS disabled.")
