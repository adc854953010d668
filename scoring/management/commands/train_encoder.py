import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from scoring.core.evaluation.conversations import read_conversations
from scoring.core.evaluation.labels import BadLabels, read_labels
from scoring.core.training.encoder.annotations import annotated_passages, built_in_annotations
from scoring.core.training.encoder.pairs import built_in_pairs, read_pairs


class Command(BaseCommand):
    help = (
        "Fine-tune the default scorer's encoder. Requires the extra `train` and about half an hour."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("labels", nargs="+", type=Path, metavar="LABELS")
        parser.add_argument(
            "--pairs", nargs="*", type=Path, default=[], help="additional stance pairs"
        )
        parser.add_argument("--conversations", nargs="*", type=Path, default=[])
        parser.add_argument("--leave-out", nargs="*", default=[], metavar="SHOW")
        parser.add_argument("--output", type=Path, required=True, help="output folder")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            # The packages for training are not installed with the site.
            from scoring.core.training.encoder.export import export  # noqa: PLC0415
            from scoring.core.training.encoder.fit import fit  # noqa: PLC0415
            from scoring.core.training.encoder.network import (  # noqa: PLC0415
                CHECKSUM,
                base_folder,
            )
        except ImportError as error:
            raise CommandError(f"install the extra `train` first: {error}") from error
        checksum = hashlib.sha256((base_folder() / "model.safetensors").read_bytes()).hexdigest()
        if checksum != CHECKSUM:
            raise CommandError(f"the base weights have an unexpected checksum: {checksum}")
        left_out = set(options["leave_out"])
        try:
            labels = [
                label for label in read_labels(options["labels"]) if label.show not in left_out
            ]
            pairs = built_in_pairs() + read_pairs(options["pairs"])
            paths = options["conversations"]
            conversations = [
                conversation
                for conversation in (read_conversations(paths) if paths else [])
                if conversation.show not in left_out
            ]
        except BadLabels as error:
            raise CommandError(str(error)) from error
        annotations = built_in_annotations()
        annotated = annotated_passages(conversations, annotations)
        self.stdout.write(
            f"{len(labels)} labels, {len(pairs)} labels of pairs, {len(annotated)} annotations"
        )
        with tqdm(unit="batch", disable=None) as bar:
            network = fit(labels, pairs, annotated, annotations, lambda *at: _show(bar, *at))
        export(network, options["output"])
        self.stdout.write(f"Written to {options['output']}.")


def _show(bar: "tqdm[Any]", step: int, steps: int, loss: float) -> None:
    bar.total = steps
    bar.update(step - bar.n)
    bar.set_postfix(loss=f"{loss:.3f}", refresh=False)
