"""Where a model comes from: files that are fetched by HTTP from a store, an OCI image, or a claim that has them.

S3   https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
gs   https://cloud.google.com/storage/docs/request-endpoints
az   https://learn.microsoft.com/azure/storage/blobs/storage-blobs-introduction
hf   https://huggingface.co/docs/hub/models-downloading
oci  https://kubernetes.io/docs/concepts/storage/volumes/#image
"""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from pydantic import Field, TypeAdapter, ValidationError

from ..inputs import BucketRef, Image, ObjectRef, UrlRef
from ..kube.object_store import ObjectKey, Region, Repository, Revision
from ..model import Model, NotEmpty, about
from ..one_of import OneOf, exactly_one
from .claim_spec import AccessMode
from .volume_sources import SubPath

_OBJECT = about("Deployment")
_UNNAMED = "model"
"""The file of a URL that is known later: its name cannot wait for that."""
_FILE = TypeAdapter(ObjectKey)
Files = Annotated[tuple[ObjectKey, ...], NotEmpty()]


class Downloaded(Model):
    """Files of a store, each with an address of its own."""

    store: ClassVar[str]
    """How the downloader asks it."""

    def leaves(self) -> dict[str, Any]:
        """What stands in the addresses and may be an Output, by field."""
        raise NotImplementedError

    def listed(self) -> tuple[str, ...] | None:
        """None for one file."""
        raise NotImplementedError

    def name(self) -> str | None:
        """Of the one file; None where the spec has to say it."""
        raise NotImplementedError

    def address(self, leaves: Mapping[str, str], file: str | None) -> str:
        """Of one of those that are listed, or of the one file."""
        raise NotImplementedError


def _files(whose: str) -> Any:
    return Field(
        default=None,
        description=f"Files below {whose}, which is then a folder; each keeps its path. Default: none, it is one file.",
        examples=[["config.json", "model.safetensors"]],
        json_schema_extra=_OBJECT,
    )


class HttpSourceSpec(Downloaded):
    """A file of a web server, or several of a folder."""

    store = "http"
    url: UrlRef = Field(
        description="Its address, or that of the folder of files. A presigned one is a secret.",
        examples=["https://models.example.com/llama3-8b-q4.gguf"],
        json_schema_extra=about("Deployment", "Secret"),
    )
    file: ObjectKey | None = Field(
        default=None,
        description="Name of the one file in the pod. Default: the last part of url; model where url is known later.",
        examples=["llama3-8b-q4.gguf"],
        json_schema_extra=_OBJECT,
    )
    files: Files | None = _files("url")

    def leaves(self) -> dict[str, Any]:
        return {"url": self.url}

    def listed(self) -> tuple[str, ...] | None:
        return self.files

    def name(self) -> str | None:
        if self.file or not isinstance(self.url, str):
            return self.file or _UNNAMED
        last = unquote(urlsplit(self.url).path.rpartition("/")[2])
        try:
            return _FILE.validate_python(last)
        except ValidationError:
            return None

    def address(self, leaves: Mapping[str, str], file: str | None) -> str:
        return leaves["url"] if file is None else _below(leaves["url"], file)


class S3SourceSpec(Downloaded):
    """An object of S3, or of a store that speaks its protocol."""

    store = "s3"
    bucket: BucketRef = Field(description="The bucket.", examples=["acme-models"], json_schema_extra=_OBJECT)
    key: ObjectKey = Field(
        description="Key of the object, or of the folder of files.",
        examples=["llama3/llama3-8b-q4.gguf"],
        json_schema_extra=_OBJECT,
    )
    region: Region = Field(
        default="us-east-1",
        description="Region of the bucket. Default: us-east-1.",
        examples=["eu-west-1"],
        json_schema_extra=_OBJECT,
    )
    endpoint: UrlRef | None = Field(
        default=None,
        description="Address of another store; the bucket is then the first part of the path. Default: AWS's.",
        examples=["http://minio.storage.svc:9000"],
        json_schema_extra=about("Deployment", "Secret"),
    )
    files: Files | None = _files("key")

    def leaves(self) -> dict[str, Any]:
        return {"bucket": self.bucket} | ({} if self.endpoint is None else {"endpoint": self.endpoint})

    def listed(self) -> tuple[str, ...] | None:
        return self.files

    def name(self) -> str:
        return self.key.rpartition("/")[2]

    def address(self, leaves: Mapping[str, str], file: str | None) -> str:
        host = f"https://{leaves['bucket']}.s3.{self.region}.amazonaws.com"
        if "." in leaves["bucket"]:  # the certificate's wildcard is for one label
            host = f"https://s3.{self.region}.amazonaws.com/{leaves['bucket']}"
        if "endpoint" in leaves:
            host = f"{leaves['endpoint'].rstrip('/')}/{leaves['bucket']}"
        return _below(host, self.key, file)


class GsSourceSpec(Downloaded):
    """An object of Google Cloud Storage."""

    store = "gs"
    bucket: BucketRef = Field(description="The bucket.", examples=["acme-models"], json_schema_extra=_OBJECT)
    object: ObjectKey = Field(
        description="Name of the object, or of the folder of files.",
        examples=["llama3/llama3-8b-q4.gguf"],
        json_schema_extra=_OBJECT,
    )
    files: Files | None = _files("object")

    def leaves(self) -> dict[str, Any]:
        return {"bucket": self.bucket}

    def listed(self) -> tuple[str, ...] | None:
        return self.files

    def name(self) -> str:
        return self.object.rpartition("/")[2]

    def address(self, leaves: Mapping[str, str], file: str | None) -> str:
        return _below(f"https://storage.googleapis.com/{leaves['bucket']}", self.object, file)


class AzSourceSpec(Downloaded):
    """A blob of Azure."""

    store = "az"
    account: BucketRef = Field(description="The storage account.", examples=["acme"], json_schema_extra=_OBJECT)
    container: BucketRef = Field(description="The container.", examples=["models"], json_schema_extra=_OBJECT)
    blob: ObjectKey = Field(
        description="Name of the blob, or of the folder of files.",
        examples=["llama3/llama3-8b-q4.gguf"],
        json_schema_extra=_OBJECT,
    )
    files: Files | None = _files("blob")

    def leaves(self) -> dict[str, Any]:
        return {"account": self.account, "container": self.container}

    def listed(self) -> tuple[str, ...] | None:
        return self.files

    def name(self) -> str:
        return self.blob.rpartition("/")[2]

    def address(self, leaves: Mapping[str, str], file: str | None) -> str:
        return _below(f"https://{leaves['account']}.blob.core.windows.net/{leaves['container']}", self.blob, file)


class HfSourceSpec(Downloaded):
    """Files of a repository of Hugging Face."""

    store = "hf"
    repository: Repository = Field(
        description="Owner and name.", examples=["meta-llama/Llama-3.1-8B-Instruct"], json_schema_extra=_OBJECT
    )
    revision: Revision = Field(
        description="Commit, tag or branch; a branch is another model tomorrow.",
        examples=["0e9e39f249a16976918f6564b8830bc894c89659"],
        json_schema_extra=_OBJECT,
    )
    files: Files = Field(
        description="Which files, by their paths in the repository.",
        examples=[["config.json", "model.safetensors", "tokenizer.json"]],
        json_schema_extra=_OBJECT,
    )

    def leaves(self) -> dict[str, Any]:
        return {}

    def listed(self) -> tuple[str, ...] | None:
        return self.files if len(self.files) > 1 else None

    def name(self) -> str:
        return self.files[0]

    def address(self, leaves: Mapping[str, str], file: str | None) -> str:  # noqa: ARG002
        return _below(f"https://huggingface.co/{self.repository}/resolve/{self.revision}", file or self.files[0])


class OciSourceSpec(Model):
    """An OCI image or artifact, which the node pulls; before Kubernetes 1.35 behind a feature gate."""

    reference: Image = Field(
        description="Which image; a digest holds what is in it.",
        examples=["registry.example.com/models/llama3:1.0"],
        json_schema_extra=_OBJECT,
    )
    path: SubPath = Field(
        default="",
        description="File or directory in it. Default: all of it.",
        examples=["llama3-8b-q4.gguf"],
        json_schema_extra=_OBJECT,
    )


class PvcSourceSpec(Model):
    """A claim that has the model; it is mounted to be read."""

    claim_name: ObjectRef = Field(description="Name of the claim.", examples=["models"], json_schema_extra=_OBJECT)
    path: SubPath = Field(
        default="",
        description="File or directory in it. Default: all of it.",
        examples=["llama3/llama3-8b-q4.gguf"],
        json_schema_extra=_OBJECT,
    )
    access_modes: tuple[AccessMode, ...] = Field(
        default=(),
        description="Those that it has: what the pods cannot do is refused. Default: not looked at.",
        examples=[["ReadOnlyMany"]],
        json_schema_extra=about(),
    )


class ModelSourceSpec(OneOf):
    """Where the model comes from; exactly one field."""

    model_config = exactly_one("http", "s3", "gs", "az", "hf", "oci", "pvc")

    http: HttpSourceSpec | None = Field(
        default=None,
        description="A web server. Default: none.",
        examples=[{"url": "https://models.example.com/llama3-8b-q4.gguf"}],
        json_schema_extra=_OBJECT,
    )
    s3: S3SourceSpec | None = Field(
        default=None,
        description="S3. Default: none.",
        examples=[{"bucket": "acme-models", "key": "llama3/llama3-8b-q4.gguf", "region": "eu-west-1"}],
        json_schema_extra=_OBJECT,
    )
    gs: GsSourceSpec | None = Field(
        default=None,
        description="Google Cloud Storage. Default: none.",
        examples=[{"bucket": "acme-models", "object": "llama3/llama3-8b-q4.gguf"}],
        json_schema_extra=_OBJECT,
    )
    az: AzSourceSpec | None = Field(
        default=None,
        description="Azure Blob Storage. Default: none.",
        examples=[{"account": "acme", "container": "models", "blob": "llama3/llama3-8b-q4.gguf"}],
        json_schema_extra=_OBJECT,
    )
    hf: HfSourceSpec | None = Field(
        default=None,
        description="Hugging Face. Default: none.",
        examples=[{"repository": "acme/llama3-gguf", "revision": "v1.0", "files": ["llama3-8b-q4.gguf"]}],
        json_schema_extra=_OBJECT,
    )
    oci: OciSourceSpec | None = Field(
        default=None,
        description="An OCI image as a volume. Default: none.",
        examples=[{"reference": "registry.example.com/models/llama3:1.0"}],
        json_schema_extra=_OBJECT,
    )
    pvc: PvcSourceSpec | None = Field(
        default=None,
        description="A claim that has it. Default: none.",
        examples=[{"claimName": "models", "path": "llama3"}],
        json_schema_extra=_OBJECT,
    )

    @property
    def downloaded(self) -> Downloaded | None:
        """None where nothing has to be fetched."""
        found = (self.http, self.s3, self.gs, self.az, self.hf)
        return next((one for one in found if one is not None), None)

    @property
    def named(self) -> str:
        """The field that is given."""
        (found,) = (name for name in type(self).model_fields if getattr(self, name) is not None)
        return found


def _below(address: str, *paths: str | None) -> str:
    """An address with paths below its own; a query stays at the end."""
    parts = urlsplit(address)
    path = "/".join([parts.path.rstrip("/"), *(quote(one, safe="/-._~") for one in paths if one)])
    return urlunsplit((parts.scheme, parts.netloc, path, parts.query, ""))
