"""Identities of the clouds, and what a Role's rules name.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
https://cloud.google.com/iam/docs/service-accounts-create
https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/
"""

from typing import Annotated

from .names import LONGEST_SUBDOMAIN, SUBDOMAIN
from .pattern import Matching

RoleArn = Annotated[
    str,
    Matching(
        "identity",
        r"arn:aws[-a-z]{0,20}:iam::[0-9]{12}:role/[-A-Za-z0-9_+=,.@/]{1,576}",
        "is not the ARN of an IAM role. Give one such as arn:aws:iam::111122223333:role/models.",
    ),
]
GoogleServiceAccount = Annotated[
    str,
    Matching(
        "identity",
        r"[a-z](?:[-a-z0-9]{4,28}[a-z0-9])@[a-z][-a-z0-9.:]{2,100}\.gserviceaccount\.com",
        "is not the address of an IAM service account. Give one such as models@my-project.iam.gserviceaccount.com.",
    ),
]
AzureClientId = Annotated[
    str,
    Matching(
        "identity",
        "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}",
        "is not a client id. Give one such as 00000000-0000-0000-0000-000000000000.",
    ),
]
ApiGroup = Annotated[
    str,
    Matching(
        "rule",
        f"(?:{SUBDOMAIN})?",
        'is not a group of the API. Give one such as apps, or "" for the core\'s; each by its name.',
        LONGEST_SUBDOMAIN,
    ),
]
ResourceKind = Annotated[
    str,
    Matching(
        "rule",
        "[a-z][-a-z0-9]{0,62}(?:/[a-z]{1,63})?",
        "is not a kind of objects as rules name it. Give each by its name, in the plural and in lowercase: configmaps.",
    ),
]
"""`pods`, or a part of it, `pods/log`."""
Verb = Annotated[
    str,
    Matching("rule", "[a-z]{1,63}", "is not a verb. Give each by its name: get, list, watch, create, update, patch."),
]
