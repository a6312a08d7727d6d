"""What a Secret holds: https://kubernetes.io/docs/concepts/configuration/secret/#restriction-names-data"""

import base64


def in_base64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()
