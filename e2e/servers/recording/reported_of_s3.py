"""What S3 answered to others, as it is recorded or reported."""
import datetime
from urllib.parse import quote

from .report import (AT, BUCKET, EARLIER, KEYS, LOCALSTACK, MISMATCH, OBJECT, RECORDED, SESSION, TOKEN, echo, sign)
from .signing import keys, post_form, presign_as_text, presign_v2


def recorded(n):
    """What LocalStack's tests recorded from AWS."""

    def s3(*arguments, **more):
        n.s3(*arguments, server=RECORDED, **more)

    url = sign(at=AT - datetime.timedelta(seconds=63), expires=60)
    s3('expired on AWS', 'expired', LOCALSTACK, url, 403, 'AccessDenied', 'Request has expired',
       [('X-Amz-Expires', '60'), ('Expires', '2026-11-28T11:59:57Z'), ('ServerTime', '2026-11-28T12:00:00Z')])
    url = sign().split('&X-Amz-SignedHeaders')[0]
    s3(
        'parameters missing on AWS', 'missing-parameter', LOCALSTACK, url, 400, 'AuthorizationQueryParametersError',
        'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, '
        'X-Amz-SignedHeaders, and X-Amz-Expires parameters.')
    text, xml = [('content-type', 'text/plain')], [('Content-Type', 'text/xml')]
    url = sign(method='PUT', headers=text)
    s3('other content type on AWS',
       'header-changed',
       LOCALSTACK,
       url,
       403,
       'SignatureDoesNotMatch',
       MISMATCH,
       echo(url, 'PUT', xml),
       'PUT',
       xml,
       signed=(url, 'PUT', text))
    meta = [('x-amz-meta-foo', 'bar')]
    url = sign(method='PUT', headers=meta)
    s3('signed metadata not sent on AWS', 'header-missing', LOCALSTACK, url, 403, 'SignatureDoesNotMatch', MISMATCH,
       echo(url, 'PUT'), 'PUT')
    s3('unsigned metadata on AWS', 'header-not-signed', LOCALSTACK, sign(method='PUT'), 403, 'AccessDenied',
       'There were headers present in the request which were not signed', [('HeadersNotSigned', 'x-amz-meta-wrong')],
       'PUT', [('x-amz-meta-wrong', 'wrong')])
    payer = [('x-amz-request-payer', 'requester')]
    url = sign(method='PUT', headers=payer)
    sent = url + '&x-amz-request-payer=non-valid'
    s3('same name in query and header on AWS',
       'query-changed',
       LOCALSTACK,
       sent,
       403,
       'SignatureDoesNotMatch',
       MISMATCH,
       echo(sent, 'PUT', payer),
       'PUT',
       payer,
       signed=(url, 'PUT', payer))
    url = sign('https://s3.eu-west-1.amazonaws.com/examplebucket/boat.jpg')
    sent = url.replace('/examplebucket', '/%2Fexamplebucket')
    s3('slash before the bucket on AWS',
       'path-encoding',
       LOCALSTACK,
       sent,
       403,
       'SignatureDoesNotMatch',
       MISMATCH,
       echo(sent),
       signed=(url, 'GET', ()))
    md5 = [('content-md5', '1B2M2Y8AsgTpgAmY7PhCfg==')]
    s3('wrong MD5 on AWS', 'empty-body-checksum', LOCALSTACK, sign(method='PUT', headers=md5), 400, 'BadDigest',
       'The Content-MD5 you specified did not match what we received.',
       [('CalculatedDigest', 'XrY7u+Ae7tCTyyK7j1rNww=='),
        ('ExpectedDigest', 'd41d8cd98f00b204e9800998ecf8427e')], 'PUT', md5)
    v2 = 'https://examplebucket.s3.amazonaws.com/boat.jpg'
    s3('expired SigV2 on AWS',
       'sigv2',
       LOCALSTACK,
       presign_v2(KEYS, v2, 'examplebucket', at=AT - datetime.timedelta(hours=2)),
       403,
       'AccessDenied',
       'Request has expired', [('Expires', '2026-11-28T11:00:00Z'), ('ServerTime', '2026-11-28T12:00:00Z')],
       also=['expired'])
    form = [('Content-Type', 'multipart/form-data; boundary=example')]
    fields = post_form(KEYS,
                       'examplebucket',
                       'boat.jpg', [['content-length-range', 5, 10]], (),
                       'eu-west-1',
                       at=EARLIER)
    s3('form with a file that is too small on AWS',
       'form-condition-unmet',
       LOCALSTACK,
       BUCKET + '/',
       400,
       'EntityTooSmall',
       'Your proposed upload is smaller than the minimum allowed size', [('ProposedSize', '1'),
                                                                         ('MinSizeAllowed', '5')],
       'POST',
       form,
       form=fields)


def places(n):
    """Another region, another endpoint."""
    n.s3('other region on AWS', 'region-mismatch', 'ai-dock/comfyui/issues/34', sign(region='us-east-1'), 400,
         'AuthorizationQueryParametersError',
         "Error parsing the X-Amz-Credential parameter; the region 'us-east-1' is wrong; expecting 'eu-west-1'",
         [('Region', 'eu-west-1')])
    n.s3('undefined region on AWS', 'region-mismatch', 'aws/aws-sdk-js-v3/issues/4815',
         sign('https://examplebucket.s3.amazonaws.com/boat.jpg',
              region='undefined'), 400, 'AuthorizationQueryParametersError',
         "Error parsing the X-Amz-Credential parameter; the region 'undefined' is wrong; expecting 'us-east-1'",
         [('Region', 'us-east-1')])
    n.s3(
        'credential encoded twice on AWS', 'encoded-twice', 'TTLabs/EvaporateJS/issues/491',
        sign().replace('%2F', '%252F'), 400, 'AuthorizationQueryParametersError',
        'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; '
        'expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".')
    url = sign('https://examplebucket.s3.amazonaws.com/boat.jpg', 'PUT', region='us-east-1')
    n.s3('new bucket behind the global endpoint on AWS',
         'wrong-endpoint',
         'cperciva/bsdec2-image-upload/issues/11',
         url,
         307,
         'TemporaryRedirect',
         'Please re-send this request to the specified temporary endpoint. Continue to use the original '
         'request endpoint for future requests.', [('Endpoint', 'examplebucket.s3.eu-west-1.amazonaws.com'),
                                                   ('Bucket', 'examplebucket')],
         'PUT',
         answer=[['x-amz-bucket-region', 'eu-west-1'], ['Location', url.replace('.s3.', '.s3.eu-west-1.')]])
    n.s3(
        'bucket of another region on AWS',
        'wrong-endpoint',
        'aws/aws-sdk-php/issues/1503',
        sign('https://s3.eu-west-1.amazonaws.com/examplebucket/boat.jpg'),
        301,
        'PermanentRedirect',
        'The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future '
        'requests to this endpoint.', [('Endpoint', 'examplebucket.s3-us-west-1.amazonaws.com'),
                                       ('Bucket', 'examplebucket')],
        answer=[['x-amz-bucket-region', 'us-west-1']])
    n.s3(
        'bucket of an opt-in region on AWS', 'wrong-endpoint', 'boto/boto3/issues/2728',
        sign('https://examplebucket.s3.amazonaws.com/boat.jpg', 'PUT',
             region='af-south-1'), 400, 'IllegalLocationConstraintException',
        'The af-south-1 location constraint is incompatible for the region specific '
        'endpoint this request was sent to.', (), 'PUT')
    n.s3('sigv2 for an object under KMS on AWS', 'sigv2', 'aws/aws-cli/issues/2622',
         presign_v2(KEYS, 'https://examplebucket.s3.amazonaws.com/boat.jpg', 'examplebucket',
                    at=EARLIER), 400, 'InvalidArgument',
         'Requests specifying Server Side Encryption with AWS KMS managed keys require AWS Signature Version 4.',
         [('ArgumentName', 'Authorization'), ('ArgumentValue', 'null')])
    n.s3('host not signed on AWS', 'host-not-signed', 'aws/aws-sdk-js/issues/2601',
         presign_as_text(KEYS, OBJECT, region='eu-west-1', at=EARLIER, signed_headers=''), 403, 'AccessDenied',
         'There were headers present in the request which were not signed', [('HeadersNotSigned', 'host')])


def sessions(n):
    url = sign(credentials=SESSION, at=AT - datetime.timedelta(hours=13), expires=604800)
    n.s3('session over after 12 hours on AWS',
         'credentials-expired',
         'boto/boto3/issues/2392',
         url,
         400,
         'ExpiredToken',
         'The provided token has expired.', [('Token-0', TOKEN)],
         credentials=SESSION)
    url = sign(credentials=SESSION)
    n.s3('plus of the token read as a blank on AWS',
         'token-mangled',
         'boto/boto3/issues/1549',
         url.replace('%2B', '+'),
         400,
         'InvalidToken',
         'The provided token is malformed or otherwise invalid.', [('Token-0', TOKEN.replace('+', ' '))],
         credentials=SESSION,
         signed=(url, 'GET', ()))
    n.s3('token encoded twice on AWS',
         'token-mangled',
         'boto/boto3/issues/1549',
         url.replace(quote(TOKEN, safe=''), quote(quote(TOKEN, safe=''), safe='')),
         400,
         'InvalidToken',
         'The provided token is malformed or otherwise invalid.', [('Token-0', quote(TOKEN, safe=''))],
         credentials=SESSION,
         signed=(url, 'GET', ()))
    mixed = sign(credentials={**KEYS, 'session_token': TOKEN})
    n.s3('token with a long-term key on AWS',
         'token-unexpected',
         'aws/aws-sdk-js/issues/4129',
         mixed,
         400,
         'InvalidToken',
         'The provided token is malformed or otherwise invalid.', [('Token-0', TOKEN)],
         signed=(mixed, 'GET', ()))
    bare = keys(SESSION['access_key_id'], SESSION['secret_access_key'])
    n.s3('token left out on AWS',
         'token-missing',
         'uswitch/kiam/issues/261',
         sign(credentials=bare),
         403,
         'InvalidAccessKeyId',
         'The AWS Access Key Id you provided does not exist in our records.', [('AWSAccessKeyId', 'ASIAEXAMPLE')],
         credentials=SESSION)


def permissions(n):
    n.s3('signer may not read on AWS',
         'signer-not-allowed',
         'aws/aws-sdk-js/issues/2358',
         sign(),
         403,
         'AccessDenied',
         'Access Denied',
         also=['missing-key-hidden'])
    n.s3(
        'signer may not write on AWS', 'signer-not-allowed', 'boto/boto3/issues/3710', sign(method='PUT'), 403,
        'AccessDenied',
        'User: arn:aws:iam::123456789012:user/jane is not authorized to perform: s3:PutObject on resource: '
        '"arn:aws:s3:::examplebucket/boat.jpg" because no identity-based policy allows the s3:PutObject action', (),
        'PUT')
    n.s3(
        'missing key of a signer who may not list on AWS', 'missing-key-hidden',
        'awslabs/time-addressable-media-store/issues/7', sign(), 403, 'AccessDenied',
        'User: arn:aws:sts::123456789012:assumed-role/reader/session is not authorized to perform: s3:ListBucket on resource: '
        '"arn:aws:s3:::examplebucket" because no identity-based policy allows the s3:ListBucket action')
    n.s3('missing key of a signer who may not list on AWS, HEAD',
         'missing-key-hidden',
         'aws/aws-sdk-java/issues/974',
         sign(method='HEAD'),
         403,
         'AccessDenied',
         '', (),
         'HEAD',
         also=['signer-not-allowed', 'signature-mismatch'])
    n.s3('bucket of which the requester pays on AWS',
         'requester-pays',
         'boto/boto3/issues/4138',
         sign(),
         403,
         'AccessDenied',
         'Access Denied',
         also=['signer-not-allowed', 'missing-key-hidden'])
    payer = [('x-amz-request-payer', 'requester')]
    url = sign(headers=payer)
    n.s3('signed request payer not sent on AWS',
         'header-missing',
         'boto/boto3/issues/3685',
         url,
         403,
         'SignatureDoesNotMatch',
         MISMATCH,
         echo(url),
         also=['requester-pays'])
    n.s3('object in Glacier on AWS', 'archived-object', 'counsyl/stor/issues/38', sign(), 403, 'InvalidObjectState',
         "The operation is not valid for the object's storage class", [('StorageClass', 'GLACIER')])


def uploads(n):
    # The JavaScript SDK signs the checksum of a body that it does not have, since 3.729.
    query = ('X-Amz-Content-Sha256=UNSIGNED-PAYLOAD&x-amz-checksum-crc32=AAAAAA%3D%3D&x-amz-sdk-checksum-algorithm=CRC32&'
             'x-id=PutObject')
    n.s3('checksum of nothing in the query on AWS', 'empty-body-checksum', 'floci-io/floci/issues/4188',
         sign(f'{OBJECT}?{query}', 'PUT'), 400, 'BadDigest',
         'The CRC32 you specified did not match the calculated checksum.', (), 'PUT', [('Content-Type', 'image/jpeg')])
    acl = [('x-amz-acl', 'public-read')]
    n.s3('acl where acls are disabled on AWS', 'acl-disabled', 'anacronw/multer-s3/issues/161',
         sign(method='PUT', headers=acl), 400, 'AccessControlListNotSupported', 'The bucket does not allow ACLs', (),
         'PUT', acl)
    for header, word in [([('Transfer-Encoding', 'chunked')], 'seen'), ([], 'unseen')]:
        n.s3(f'chunked body on AWS, {word} by the user', 'chunked-upload', 'eclipse-edc/Connector/issues/1643',
             sign(method='PUT'), 501, 'NotImplemented',
             'A header you provided implies functionality that is not implemented', [('Header', 'Transfer-Encoding')],
             'PUT', header)
    crc = [('x-amz-checksum-crc32c', 'yZRlqg==')]
    n.s3('part with a checksum that the upload was not begun with on AWS', 'checksum-type', 'apache/opendal/pull/4533',
         sign(f'{OBJECT}?partNumber=1&uploadId=2~exampleuploadid', 'PUT', crc), 400, 'InvalidRequest',
         'Checksum Type mismatch occurred, expected checksum Type: null, actual checksum Type: crc32c', (), 'PUT', crc)
    n.s3('part without the checksum of its upload on AWS', 'checksum-type', 'versity/versitygw/issues/1342',
         sign(f'{OBJECT}?partNumber=1&uploadId=2~exampleuploadid', 'PUT'), 400, 'InvalidRequest',
         'Checksum Type mismatch occurred, expected checksum Type: CRC32, actual checksum Type: null', (), 'PUT')
