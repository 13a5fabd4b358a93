"""What a further encoder brings to a campaign, beside the same without it.

    python -m benchmarks.further_view FILE.csv e5 --kept FOLDER --seeds 0-2

Each campaign is played twice, on the same items and audits, which are charged: with the views of
`--views`, and with the further one beside them.
"""

import argparse
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from benchmarks.replay.dataset import opened
from benchmarks.tuning import played


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("further")
    parser.add_argument("--kept", type=Path, required=True, help="Where vectors are kept.")
    parser.add_argument("--part", default="development", choices=("whole", "development", "final"))
    parser.add_argument("--views", default="sentence_transformer,lexical,small")
    parser.add_argument("--head", default="mixture@1")
    parser.add_argument("--strategy", default="auto@1")
    parser.add_argument("--labels", type=int, default=150)
    parser.add_argument("--batch", type=int, default=10)
    parser.add_argument("--seeds", default="0", help="FIRST-LAST")
    args = parser.parse_args()
    views = args.views.split(",")
    first, _, last = args.seeds.partition("-")
    with threadpool_limits(1):
        plain, beside = (
            opened(args.file, part=args.part, kept_in=args.kept, views=each)
            for each in (views, [*views, args.further])
        )
        differences = []
        for seed in range(int(first), int(last or first) + 1):
            pairs = [played(data, args, seed, tuned=False) for data in (plain, beside)]
            curves = 100 * np.array([[point.true_accuracy for point in each] for each in pairs])
            print(f"seed {seed}: labels, without and with {args.further}")
            for point, (without, with_it) in zip(pairs[0], curves.T, strict=True):
                print(f"{point.labels:6} {without:5.1f} {with_it:5.1f}")
            areas = curves.mean(axis=1)
            differences.append(areas[1] - areas[0])
            print(f"  area {areas[0]:5.1f} {areas[1]:5.1f} ({differences[-1]:+.1f})", flush=True)
    print(f"{args.file.name}: {np.mean(differences):+.2f} of", np.round(differences, 2).tolist())


if __name__ == "__main__":
    main()
