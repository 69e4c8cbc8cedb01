"""Verifies a token from standard input with MiniStack's own functions, for `e2e/tests/ministack/tokens.rs`.

    ministack-tokens.py eks CLUSTER
    ministack-tokens.py rds HOST PORT USER REGION

Prints who signed it, or why it is invalid. The known access key is in AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and
AWS_SESSION_TOKEN.
"""
import sys

from ministack.core.rds_iam import RdsIamTokenError, verify_rds_iam_token
from ministack.services.eks import _verify_eks_token

token = sys.stdin.read()
if sys.argv[1] == 'eks':
    signer = _verify_eks_token(token, sys.argv[2])
    print(signer.principal_arn if signer else 'invalid')
else:
    host, port, user, region = sys.argv[2:]
    result = verify_rds_iam_token(
        token, hostname=host, port=int(port), db_user=user, region=region, account_id='000000000000')
    print(result.code if isinstance(result, RdsIamTokenError) else result.principal_arn)
