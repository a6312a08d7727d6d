"""MIG profiles, the slices that NVIDIA's cards can be cut into, and how much memory each has.

https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
"""

import re
from typing import Annotated

from ..kube.pattern import Matching

MIG_MEMORY = {
    # A30
    "1g.6gb": 5952,
    "2g.12gb": 11968,
    "4g.24gb": 24000,
    # A100 with 40 GB
    "1g.5gb": 4864,
    "2g.10gb": 9856,
    "3g.20gb": 19968,
    "4g.20gb": 19968,
    "7g.40gb": 40192,
    # A100 and H100 with 80 GB
    "1g.10gb": 9728,
    "1g.20gb": 19968,
    "2g.20gb": 19968,
    "3g.40gb": 40192,
    "4g.40gb": 40192,
    "7g.80gb": 80896,
    # H200
    "1g.18gb": 16384,
    "1g.35gb": 33024,
    "2g.35gb": 33024,
    "3g.71gb": 71168,
    "4g.71gb": 71168,
    "7g.141gb": 143360,
}
"""MiB of a slice, the least that `nvidia-smi mig -lgip` is known to report on any card that has the profile. No unit
follows from the name: 1g.18gb is 16 GiB."""

MigProfile = Annotated[
    str,
    Matching(
        "wrong_value",
        "|".join(map(re.escape, MIG_MEMORY)),
        f"is not a MIG profile whose memory is known here: {', '.join(MIG_MEMORY)}. Another one is asked for by name: "
        "gpuResource: nvidia.com/mig-1g.23gb, gpuMemoryBy: label.",
    ),
]
"""With media extensions (+me) a slice has the memory that it has without."""
