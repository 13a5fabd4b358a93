/** Characters that turn the direction of what follows, also beyond their own words. */
const TURNING = /[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/;

/** What somebody named, for where no element can keep it apart (`<bdi>` does elsewhere): the title
 * of a tab, a tooltip. It can't turn the words of ours beside it. */
export function isolated(name: string): string {
  const plain = name.replace(TURNING, "");
  return RIGHT_TO_LEFT.test(plain) ? `\u2068${plain}\u2069` : plain;
}
