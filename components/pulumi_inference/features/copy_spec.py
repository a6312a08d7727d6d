"""What a spec says of copies of models: from where to where, in object stores and in claims."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any, ClassVar

from pydantic import Field

from ..inputs import BucketRef, UrlRef, known_later
from ..kube.object_store import DatedPrefix, ObjectKey, Region
from ..model import Model, NotEmpty, Switch, about
from ..one_of import OneOf, exactly_one
from .model_rules import IN_CLEAR, stands_in_clear, unknown_variable
from .model_source import PvcSourceSpec
from .model_storage import CredentialsSpec

if TYPE_CHECKING:
    from ..model_job_spec import ModelJobSpec

_OBJECT = about("Job", "CronJob")
_WITH_SECRET = about("Job", "CronJob", "Secret")


class StoreSpec(Model):
    """A place in an object store, and who asks for it."""

    store: ClassVar[str]
    """Whose variables its credentials have (model_rules.py)."""

    prefix: ObjectKey | None = Field(
        default=None,
        description="The folder in it. Default: all of it.",
        examples=["llama3"],
        json_schema_extra=_OBJECT,
    )
    credentials: CredentialsSpec | None = Field(
        default=None,
        description="Who asks the store. Default: the workload identity of serviceAccount.",
        examples=[{"secretName": "models-store"}],
        json_schema_extra=_WITH_SECRET,
    )

    def leaves(self) -> dict[str, Any]:
        """What says where it is, and may be an Output."""
        raise NotImplementedError


class S3StoreSpec(StoreSpec):
    """A bucket of S3, or of a store that speaks its protocol."""

    store = "s3"
    bucket: BucketRef = Field(description="The bucket.", examples=["acme-models"], json_schema_extra=_WITH_SECRET)
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
        json_schema_extra=_WITH_SECRET,
    )

    def leaves(self) -> dict[str, Any]:
        return {"BUCKET": self.bucket} | ({} if self.endpoint is None else {"ENDPOINT": self.endpoint})


class GsStoreSpec(StoreSpec):
    """A bucket of Google Cloud Storage."""

    store = "gs"
    bucket: BucketRef = Field(description="The bucket.", examples=["acme-models"], json_schema_extra=_WITH_SECRET)

    def leaves(self) -> dict[str, Any]:
        return {"BUCKET": self.bucket}


class AzStoreSpec(StoreSpec):
    """A container of Azure Blob Storage."""

    store = "az"
    account: BucketRef = Field(description="The storage account.", examples=["acme"], json_schema_extra=_WITH_SECRET)
    container: BucketRef = Field(description="The container.", examples=["models"], json_schema_extra=_WITH_SECRET)

    def leaves(self) -> dict[str, Any]:
        return {"ACCOUNT": self.account, "BUCKET": self.container}


class LocationSpec(OneOf):
    """Where models are; exactly one field."""

    model_config = exactly_one("s3", "gs", "az", "pvc")

    s3: S3StoreSpec | None = Field(
        default=None,
        description="S3. Default: none.",
        examples=[{"bucket": "acme-models", "region": "eu-west-1"}],
        json_schema_extra=_WITH_SECRET,
    )
    gs: GsStoreSpec | None = Field(
        default=None,
        description="Google Cloud Storage. Default: none.",
        examples=[{"bucket": "acme-models"}],
        json_schema_extra=_WITH_SECRET,
    )
    az: AzStoreSpec | None = Field(
        default=None,
        description="Azure Blob Storage. Default: none.",
        examples=[{"account": "acme", "container": "models"}],
        json_schema_extra=_WITH_SECRET,
    )
    pvc: PvcSourceSpec | None = Field(
        default=None,
        description="A claim that exists. Default: none.",
        examples=[{"claimName": "models"}],
        json_schema_extra=_OBJECT,
    )

    @property
    def in_store(self) -> S3StoreSpec | GsStoreSpec | AzStoreSpec | None:
        """None in a claim."""
        return self.s3 or self.gs or self.az

    @property
    def folder(self) -> str:
        """Within the bucket, the container or the claim."""
        store = self.in_store
        return (store.prefix or "") if store else self.pvc.path if self.pvc else ""

    @property
    def root(self) -> tuple[Any, ...]:
        """What the folder is in."""
        store = self.in_store
        if store:
            return (store.store, *store.leaves().values())
        return ("pvc", self.pvc.claim_name if self.pvc else None)


class _CopySpec(Model):
    source: LocationSpec = Field(
        description="Where the models are. One without a single file is an error, and nothing is copied or deleted.",
        examples=[{"s3": {"bucket": "acme-models", "region": "us-west-2"}}],
        json_schema_extra=_WITH_SECRET,
    )
    destinations: Annotated[tuple[LocationSpec, ...], NotEmpty()] = Field(
        description="Where they are to be, one after the other. One that fails does not keep the others from their "
        "copies, and fails the job.",
        examples=[[{"s3": {"bucket": "acme-models-eu", "region": "eu-west-1"}}]],
        json_schema_extra=_WITH_SECRET,
    )

    def places(self) -> dict[str, LocationSpec]:
        """What remotes and volumes are called."""
        return {"source": self.source} | {f"destination{at}": one for at, one in enumerate(self.destinations)}


class ModelSyncSpec(_CopySpec):
    """Keeps copies of models like their source: what is missing or differs is copied, and all is held against the
    source afterwards."""

    delete: Switch = Field(
        default=False,
        description="Whether what the source does not have is deleted at the destinations. Default: false.",
        examples=[True],
        json_schema_extra=_OBJECT,
    )


class ModelBackupSpec(_CopySpec):
    """Copies models below a folder of the day, and holds what is there against the source afterwards. Nothing is
    deleted: how long backups are kept is a matter of the bucket's lifecycle rules."""

    prefix: DatedPrefix = Field(
        default="%Y-%m-%d",
        description="The folder at each destination, as date(1) writes it when the job starts, in the job's timeZone. "
        "Default: %Y-%m-%d.",
        examples=["nightly/%Y/%m/%d"],
        json_schema_extra=_OBJECT,
    )


def problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    """What of the places does not go together."""
    for path, copy in copies(spec):
        for at, one in enumerate(copy.destinations):
            if _within(one, copy.source) or _within(copy.source, one):
                yield (
                    f"{path}.destinations[{at}]",
                    "is the source, or one of the two is a folder of the other: copies would be copied. Give another "
                    "bucket or claim, or folders beside each other.",
                )
            if any(_within(one, other) and _within(other, one) for other in copy.destinations[:at]):
                yield f"{path}.destinations[{at}]", "is there twice. Leave one out."


def credential_problems(spec: "ModelJobSpec") -> Iterator[tuple[str, str]]:
    for path, store in _stores(spec):
        given = store.credentials.env if store.credentials else None
        for name, value in (given or {}).items():
            if message := unknown_variable(store.store, name):
                yield f"{path}.credentials.env.{name}", message
            elif stands_in_clear(name, value):
                yield f"{path}.credentials.env.{name}", IN_CLEAR


def copies(spec: "ModelJobSpec") -> Iterator[tuple[str, ModelSyncSpec | ModelBackupSpec]]:
    """What a job copies, with the path in its spec."""
    if spec.sync:
        yield "sync", spec.sync
    if spec.backup:
        yield "backup", spec.backup


def _stores(spec: "ModelJobSpec") -> Iterator[tuple[str, StoreSpec]]:
    for path, copy in copies(spec):
        places = {"source": copy.source} | {
            f"destinations[{at}]": destination for at, destination in enumerate(copy.destinations)
        }
        for place, location in places.items():
            if store := location.in_store:
                yield f"{path}.{place}.{store.store}", store


def _within(one: LocationSpec, other: LocationSpec) -> bool:
    """Whether one is the other or a folder in it, as far as is known here."""
    if any(map(known_later, (*one.root, *other.root))) or one.root != other.root:
        return False
    return not other.folder or f"{one.folder}/".startswith(f"{other.folder}/")
