"""What an encoder that learns from the labels brings to a campaign, beside the same without it.

    python -m benchmarks.tuning FILE.csv --kept FOLDER --seeds 0-2

Each campaign is played twice, on the same items and audits, which are charged: with the views
alone, and with the view `tuned` beside them, which learns when it does in the service.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import Dataset, opened
from service.core.acquisition.audit import Audits, schedule_of
from service.core.replay.campaign import CampaignSettings, Point, play
from workers.replay.taught_view import Taught, TaughtView


def played(data: Dataset, args: argparse.Namespace, seed: int, *, tuned: bool) -> list[Point]:
    plain, begun = data.learner(args.head), time.process_time()
    taught = Taught("tuned", data.file.texts, data.file.classes)
    view = TaughtView(taught, data.views, data.held_out, plain, seed) if tuned else None
    points = play(
        data.pool,
        data.targets,
        audit_order=data.audit_order(seed),
        n_classes=data.n_classes,
        strategy=args.strategy,
        budget=args.labels,
        pace=CampaignSettings(args.batch, args.batch, schedule_of(Audits.BALANCED)),
        seed=seed,
        held_out=data.held_out,
        point_every=args.batch,
        measured=lambda _labels: False,
        learner=plain,
        seen_anew=view,
    )
    spent = f"{time.process_time() - begun:.0f} CPU-seconds"
    print(f"seed {seed}, {'with' if tuned else 'without'} tuned: {spent}", flush=True)
    return points


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--part", default="whole", choices=("whole", "development", "final"))
    parser.add_argument("--views", default="sentence_transformer,lexical")
    parser.add_argument("--head", default="mixture@1")
    parser.add_argument("--strategy", default="auto@1")
    parser.add_argument("--labels", type=int, default=150)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    args = parser.parse_args()
    data = opened(args.file, part=args.part, kept_in=args.kept, views=args.views.split(","))
    first, _, last = args.seeds.partition("-")
    with threadpool_limits(1):
        for seed in range(int(first), int(last or first) + 1):
            pairs = [played(data, args, seed, tuned=tuned) for tuned in (False, True)]
            print("labels  without  with")
            for without, beside in zip(*pairs, strict=True):
                figures = f"{without.true_accuracy:7.1%}  {beside.true_accuracy:.1%}"
                print(f"{without.labels:6}  {figures}", flush=True)
            areas = [np.mean([point.true_accuracy for point in points]) for points in pairs]
            print(f"  area  {areas[0]:7.1%}  {areas[1]:.1%}", flush=True)


if __name__ == "__main__":
    main()
