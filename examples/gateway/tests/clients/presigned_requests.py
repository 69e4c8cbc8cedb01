"""Lets boto3 and the AWS CLI presign the requests that they send, instead of signing a header. A plugin of the AWS CLI."""


def awscli_initialize(events):
    """Registers for the events of a client of boto3, or of all clients of the AWS CLI."""
    events.register('choose-signer.s3', lambda **_: 's3v4-query')
    # When botocore presigns a request, it takes the body for a form and moves it into the query.
    events.register('before-sign.s3', take_body)
    events.register_last('request-created.s3', put_body_back)


def take_body(request, **_):
    request.context['body'], request.data = request.data, b''


def put_body_back(request, **_):
    request.data = request.context.pop('body', request.data)
