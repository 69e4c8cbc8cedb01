"""Sends requests byte by byte, as no client's habits allow, and reads the answers."""

import http.client
import io
import socket
from urllib.parse import urlsplit


class Answer:

    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body


def send(address, method, target, host, headers=(), body=None, chunked=False):
    """Sends `target` to `address` for `host`. The body has its length or, if `chunked`, the transfer encoding."""
    lines = [
        f'{method} {target} HTTP/1.1', *([f'Host: {host}'] if host is not None else []),
        *(f'{name}: {value}' for name, value in headers), 'Connection: close'
    ]
    if chunked:
        lines.append('Transfer-Encoding: chunked')
        body = b'%x\r\n%s\r\n0\r\n\r\n' % (len(body), body)
    elif body is not None:
        lines.append(f'Content-Length: {len(body)}')
    with socket.create_connection(address, timeout=20) as connection:
        connection.sendall('\r\n'.join([*lines, '', '']).encode('latin-1') + (body or b''))
        return read(connection, method)


def read(connection, method):
    response = http.client.HTTPResponse(connection, method=method)
    response.begin()
    return Answer(response.status, [[n, v] for n, v in response.getheaders()],
                  response.read().decode('utf-8', 'replace'))


def multipart(fields, file=b'a boat', file_name='boat.jpg'):
    """Returns the content type and the body of a form."""
    boundary = 'presign-exchanges'
    out = io.BytesIO()
    for name, value in fields:
        out.write(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    out.write(f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{file_name}"\r\n'
              f'Content-Type: image/jpeg\r\n\r\n'.encode() + file + f'\r\n--{boundary}--\r\n'.encode())
    return f'multipart/form-data; boundary={boundary}', out.getvalue()


def target_of(url):
    parts = urlsplit(url)
    return url[len(f'{parts.scheme}://{parts.netloc}'):].split('#')[0] or '/'
