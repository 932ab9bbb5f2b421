"""What a recipe says of the data to be learnt from and of the objective."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from training.objective import Reduction


class DatasetSettings(BaseModel):
    """What every dataset says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(min_length=1, description="Folder of the shards, the one with manifest.json in it; or a URL.")
    weight: float = Field(default=1.0, description="Lambda: what the loss of the dataset is multiplied by.")
    batch_size: int = Field(default=32, ge=1, description="Examples in every update, of all workers together.")
    at_once: int = Field(default=0, ge=0, description="Most examples a worker computes at once; 0 for its whole part.")
    image_size: int = Field(default=320, ge=8, le=4096, description="Side of the square pictures, in pixels.")
    flip: bool = Field(default=True, description="Whether half of the images are mirrored, left to right.")
    colour_jitter: float = Field(
        default=0.1, ge=0, lt=1, description="Brightness, contrast and saturation vary by up to this share."
    )
    block: int = Field(default=1, ge=1, description="Samples read in one go; more suits remote storage.")

    @field_validator("weight")
    @classmethod
    def _above_zero(cls, weight: float) -> float:
        if not 0 < weight < float("inf"):
            raise ValueError("a weight is a number above 0; leave out a dataset that is not to be learnt from")
        return weight


class DocumentSettings(DatasetSettings):
    """A dataset of documents: a cut's shards. Defaults are Flamingo's (sections 2.4 and A.3.2)."""

    kind: Literal["documents"]
    max_tokens: int = Field(default=256, ge=8, description="Length of the subsequence taken of a document.")
    max_images: int = Field(default=5, ge=1, description="Images in it that stay, the first ones.")
    p_next: float = Field(default=0.5, ge=0, le=1, description="Probability that text looks at the next image.")


class PairSettings(DatasetSettings):
    """A dataset of image-text pairs."""

    kind: Literal["pairs"]
    max_tokens: int = Field(default=32, ge=8, description="Longest sequence; longer captions are cut.")
    p_space: float = Field(default=0.5, ge=0, le=1, description="Probability that a caption begins with a space.")


AnyDataset = Annotated[DocumentSettings | PairSettings, Field(discriminator="kind")]


class DataSettings(BaseModel):
    """All that is learnt from, and how."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    datasets: dict[str, AnyDataset] = Field(description="The datasets, by name; each has a part in every update.")
    reduction: Reduction = Field(default="token_mean", description="What the loss of a dataset is.")
    seed: int = Field(default=0, ge=0, description="Of the order of samples, and of all that is random in them.")
    threads: int = Field(default=2, ge=0, description="Threads of a dataset that decode pictures ahead of need.")

    @field_validator("datasets")
    @classmethod
    def _some(cls, datasets: dict[str, AnyDataset]) -> dict[str, AnyDataset]:
        if not datasets:
            raise ValueError("there is no dataset to learn from; name one at least, with kind and path")
        return datasets

    @model_validator(mode="after")
    def _one_size(self) -> DataSettings:
        sizes = {name: each.image_size for name, each in self.datasets.items()}
        if len(set(sizes.values())) > 1:
            listed = ", ".join(f"{name}.image_size = {size}" for name, size in sizes.items())
            raise ValueError(f"{listed}: one vision encoder reads them all; give the same size everywhere")
        return self
