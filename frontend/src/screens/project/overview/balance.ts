import { between, percent } from "@/words/figures";
import { looked, shareOfPool } from "@/words/terms/met";
import { words } from "@/words/project/overview/overview";
import type { Stats } from "@/api/project";

type ClassCount = Stats["classes"][number];

/** Before there are so many labels per class, every class is rare. */
const LABELS_PER_CLASS = 3;
const RARE = 0.2;

export interface Balance {
  id: number;
  name: string;
  labels: number;
  /** Against the largest class, for the bar. */
  share: number;
  rare: boolean;
  /** Texts of all texts that the model takes for it; null before it was measured. */
  predicted: number | null;
  /** How much of it the model finds, and how often it is right where it says so; null while that is
   * not measurable. */
  audit: string | null;
  /** What came of looking for it, and how frequent it is at most: of one of which too few check
   * texts are for more to be said. */
  met: string | null;
  /** How many more audit texts its figures need. */
  lacks: string;
}

/** The classes, the largest first, with how well the model knows each, measured on so many audit
 * texts, of which a class needs `enough` for its figures. */
export function balance(classes: readonly ClassCount[], checks: number, enough: number): Balance[] {
  const most = Math.max(1, ...classes.map(({ labels }) => labels));
  const total = classes.reduce((sum, { labels }) => sum + labels, 0);
  const mean = total / Math.max(1, classes.length);
  const early = mean < LABELS_PER_CLASS;
  const isRare = ({ labels }: ClassCount) => !early && labels < RARE * mean;
  return classes
    .map((one) => ({
      id: one.id,
      name: one.name,
      labels: one.labels,
      share: one.labels / most,
      predicted: one.predicted,
      rare: isRare(one),
      audit: audited(one, enough),
      met: met(one, checks, enough, isRare(one)),
      lacks: words.accuracyAfter(Math.max(1, enough - one.audit_total)),
    }))
    .sort((a, b) => b.labels - a.labels);
}

/** Fewer texts that were looked at for a class say little: rankings look for it too. */
const MANY_LOOKS = 10;

/** What is said of a class: how well the model knows it, or what came of looking for it; of a rare one
 * how many the model takes for it. */
export function facts(
  { audit, met, rare, predicted, lacks }: Balance,
  measurable: boolean,
): string[] {
  const known = audit ?? met ?? (measurable ? lacks : null);
  const about = rare && predicted !== null ? words.aboutByTheModel(predicted) : null;
  return [known, about].filter((fact) => fact !== null);
}

/** "8 found in 60 looks; 0 of 100 random texts were ABBR, so at most 3 % are". */
function met(of: ClassCount, checks: number, enough: number, isRare: boolean): string | null {
  if (of.audit_total >= enough || !(isRare || of.looked >= MANY_LOOKS)) return null;
  const share = shareOfPool({ name: of.name, ofIt: of.audit_total, checks, most: of.share_high });
  return [looked(of.found, of.looked), share].filter(Boolean).join("; ") || null;
}

/** "72 % found (60–82), right in 80 % (66–90)": its recall, and its precision where that is known. */
function audited(of: ClassCount, enough: number): string | null {
  if (of.audit_total < enough || of.recall === null) return null;
  const found = `${percent(of.recall)} found (${between(of.low, of.high)})`;
  if (of.audit_predicted < enough || of.precision === null) return found;
  const range = between(of.precision_low, of.precision_high);
  return words.rightIn(found, of.precision, range);
}
