"""The kind ModelVersion: its CustomResourceDefinition, as data.

https://kubernetes.io/docs/reference/kubernetes-api/extend-resources/custom-resource-definition-v1/
"""

from typing import Any, Literal, get_args

GROUP, VERSION, KIND, PLURAL = "ml.example.com", "v1", "ModelVersion", "modelversions"
NAME = f"{PLURAL}.{GROUP}"
Framework = Literal["pytorch", "tensorflow", "onnx", "safetensors", "gguf", "tensorrt", "sklearn", "xgboost", "other"]
Phase = Literal["Pending", "Ready", "Failed", "Retired"]
LONGEST = 253
"""Of a name or a version."""

_CHECKSUM = {"type": "string", "pattern": "^sha256:[0-9a-f]{64}$"}
_QUANTITIES = {
    "type": "object",
    "additionalProperties": {"anyOf": [{"type": "integer"}, {"type": "string"}], "x-kubernetes-int-or-string": True},
}
_SPEC = {
    "type": "object",
    "description": "What the version is, and what it takes to serve it.",
    "required": ["modelName", "version", "modelUri", "framework"],
    "properties": {
        "modelName": {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "Name of the model."},
        "version": {"type": "string", "minLength": 1, "maxLength": LONGEST, "description": "Which version of it."},
        "modelUri": {
            "type": "string",
            "pattern": "^(https?|s3|gs|az|hf|oci|pvc)://[^ ]+$",
            "description": "Where its files are.",
        },
        "framework": {"type": "string", "enum": list(get_args(Framework)), "description": "What can load it."},
        "checksum": {**_CHECKSUM, "description": "Of its one file."},
        "checksums": {"type": "object", "additionalProperties": _CHECKSUM, "description": "Of each of its files."},
        "resources": {
            "type": "object",
            "description": "Of a pod that serves it.",
            "properties": {"requests": _QUANTITIES, "limits": _QUANTITIES},
        },
    },
}
_STATUS = {
    "type": "object",
    "description": "Written by whoever registers or retires models; services do not read it.",
    "properties": {
        "phase": {"type": "string", "enum": list(get_args(Phase))},
        "message": {"type": "string"},
        "observedGeneration": {"type": "integer", "format": "int64"},
    },
}


def _column(name: str, path: str, type_: str = "string") -> dict[str, str]:
    return {"name": name, "type": type_, "jsonPath": path}


DEFINITION: dict[str, Any] = {
    "apiVersion": "apiextensions.k8s.io/v1",
    "kind": "CustomResourceDefinition",
    "metadata": {"name": NAME},
    "spec": {
        "group": GROUP,
        "scope": "Namespaced",
        "names": {"kind": KIND, "listKind": f"{KIND}List", "plural": PLURAL, "singular": "modelversion"},
        "versions": [
            {
                "name": VERSION,
                "served": True,
                "storage": True,
                "subresources": {"status": {}},
                "additionalPrinterColumns": [
                    _column("Model", ".spec.modelName"),
                    _column("Version", ".spec.version"),
                    _column("Framework", ".spec.framework"),
                    _column("Phase", ".status.phase"),
                    _column("Age", ".metadata.creationTimestamp", "date"),
                ],
                "schema": {
                    "openAPIV3Schema": {
                        "type": "object",
                        "description": "A version of a model that services can serve.",
                        "required": ["spec"],
                        "properties": {"spec": _SPEC, "status": _STATUS},
                    }
                },
            }
        ],
    },
}
