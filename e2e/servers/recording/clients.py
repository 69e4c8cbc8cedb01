"""What clients say when no answer comes at all: no such host, a certificate for other names, nobody listening.

The names of S3 lead to this machine, and a certificate like S3's is presented, in a mount namespace of its own, where
/etc/hosts can be replaced. This needs root, openssl, and the clients.
"""

import os
import re
import subprocess
import sys
import tempfile

from .signing import amz_date, keys, now, presign

KEYS = keys('AKIDEXAMPLE', 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY')
DOTTED = 'photos.example.com.s3.eu-west-1.amazonaws.com'

# Which clients are asked about what, by the beginning of their names. All are, about the rest.
ASKED = {
    'certificate-of-an-unknown-authority': ('curl', 'Python requests', 'Node', 'Java'),
    'https-to-a-port-of-http': ('curl', 'Node', 'Java', 'Go', 'reqwest'),
    'container-name-outside-its-network': ('curl', ), 'bucket-twice-in-the-host': ('curl', 'Python requests', 'Node'),
    'nobody-listens': ('curl', 'Node', 'Java', 'Go', 'reqwest')
}

URLS = [('certificate-without-the-dotted-bucket', 'tls-failure', f'https://{DOTTED}/boat.jpg'),
        ('certificate-of-an-unknown-authority', 'tls-failure',
         'https://examplebucket.s3.eu-west-1.amazonaws.com/boat.jpg'),
        ('https-to-a-port-of-http', 'tls-failure', 'https://127.0.0.1:9090/examplebucket/boat.jpg'),
        ('region-misspelled-in-the-host', 'dns-failure', 'https://examplebucket.s3.eu-wset-1.amazonaws.com/boat.jpg'),
        ('container-name-outside-its-network', 'dns-failure', 'http://minio:9000/examplebucket/boat.jpg'),
        ('bucket-twice-in-the-host', 'bucket-twice',
         'https://examplebucket.examplebucket.s3.eu-west-1.amazonaws.com/boat.jpg'),
        ('nobody-listens', 'connection-failure', 'http://127.0.0.1:9901/examplebucket/boat.jpg')]

# The last argument is the URL. The authority of the certificate is known to a client unless the test is about that.
CLIENTS = {
    'curl 7.88.1': 'curl -sS ${CA:+--cacert} $CA "$URL"',
    'Python requests 2.34.2': '''REQUESTS_CA_BUNDLE=$CA python3 -c "import requests, sys
try: requests.get(sys.argv[1])
except Exception as error: print(type(error).__module__ + '.' + type(error).__name__ + ': ' + str(error))" "$URL"''',
    'Node 20.20.2 fetch': '''NODE_EXTRA_CA_CERTS=$CA node -e "fetch(process.argv[1]).catch(e => console.log(e + '\\n  [cause]: ' + e.cause))" "$URL"''',
    'Java 17 HttpURLConnection': 'java -Djavax.net.ssl.trustStore=$TRUST -Djavax.net.ssl.trustStorePassword=changeit Get.java "$URL"',
    # Programs that get a URL with the authority in the first argument, and print the error, reqwest's with its sources.
    'Go 1.27.3 net/http': '${GO_GET:-command not found} ca.pem "$URL"',
    'reqwest 0.12.28': '${REQWEST_GET:-command not found} ca.pem "$URL"'
}

SETUP = f'''set -e
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -keyout ca.key -out ca.pem -subj '/CN=Recording' \\
    -addext basicConstraints=critical,CA:true
openssl req -newkey rsa:2048 -nodes -keyout key.pem -out csr.pem -subj /CN=s3-eu-west-1.amazonaws.com
echo 'subjectAltName=DNS:*.s3.eu-west-1.amazonaws.com,DNS:s3.eu-west-1.amazonaws.com' >extensions
openssl x509 -req -in csr.pem -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -out cert.pem -extfile extensions
rm -f trust.jks other.jks
keytool -importcert -noprompt -file ca.pem -keystore trust.jks -storepass changeit -alias ca
keytool -genkeypair -keystore other.jks -storepass changeit -alias other -keyalg RSA -dname CN=other
cp /etc/hosts hosts
echo 127.0.0.1 {DOTTED} examplebucket.s3.eu-west-1.amazonaws.com examplebucket.examplebucket.s3.eu-west-1.amazonaws.com >>hosts
mount --bind hosts /etc/hosts
'''

SERVE = '''import http.server, ssl, threading
class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_): pass
tls = Server(('127.0.0.1', 443), http.server.SimpleHTTPRequestHandler)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain('cert.pem', 'key.pem')
tls.socket = context.wrap_socket(tls.socket, server_side=True)
threading.Thread(target=tls.serve_forever, daemon=True).start()
Server(('127.0.0.1', 9090), http.server.SimpleHTTPRequestHandler).serve_forever()
'''

JAVA = '''public class Get {
    public static void main(String[] urls) throws Exception {
        try { java.net.URI.create(urls[0]).toURL().openStream().close(); } catch (Exception error) { System.out.println(error); }
    }
}
'''


def record():
    """Returns the exchanges."""
    with tempfile.TemporaryDirectory() as directory:
        for name, text in [('Get.java', JAVA), ('serve.py', SERVE)]:
            with open(os.path.join(directory, name), 'w') as file:
                file.write(text)
        program = SETUP + 'python3 serve.py 2>/dev/null & server=$!\nsleep 1\n'
        entries = []
        for name, cause, url in URLS:
            region = 'eu-wset-1' if 'wset' in url else 'eu-west-1' if 'amazonaws' in url else 'us-east-1'
            signed = presign(KEYS, url, region=region)
            for client, command in CLIENTS.items():
                unknown = 'unknown' in name
                if not client.startswith(ASKED.get(name, '')):
                    continue
                entries.append((name, cause, signed, client))
                program += (
                    f'export URL="{signed}" CA={"" if unknown else "ca.pem"} TRUST={"other" if unknown else "trust"}.jks\n'
                    f'{{ {command}; }} >{len(entries) - 1}.out 2>&1 || true\n')
        program += 'kill $server\n'
        result = subprocess.run(['unshare', '--mount', 'bash', '-c', program],
                                cwd=directory,
                                capture_output=True,
                                text=True)
        if result.returncode:
            sys.exit(result.stderr)
        exchanges = []
        for index, (name, cause, url, client) in enumerate(entries):
            with open(os.path.join(directory, f'{index}.out')) as file:
                # The last part is the address of the machine's own resolver.
                said = re.sub(r' on [\d.]+:53', ' on 127.0.0.53:53', file.read().strip())
            if said and 'command not found' not in said:
                exchanges.append({
                    'name': f'{name}: {client}', 'cause': cause, 'server': client, 'now': amz_date(now()), 'url': url,
                    'method': 'GET', 'headers': [], 'credentials': None, 'needs_secret': False, 'status': None,
                    'response_headers': [], 'body': '', 'client_error': said
                })
        return exchanges
