/** The colours and type of the chart, from the theme's tokens: a canvas knows no variables. */
export interface Ink {
  ink: string;
  paper: string;
  secondary: string;
  hairline: string;
  accent: string;
  /** The band around a line: 15 % of its colour. */
  band: string;
  randomBand: string;
  /** An interval that is too wide for a line. */
  faint: string;
  font: string;
}

const FIFTEEN_PERCENT = "26";
const EIGHT_PERCENT = "14";
const THIRTY_PERCENT = "4d";

export function readInk(): Ink {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    ink: token("ink"),
    paper: token("paper"),
    secondary: token("secondary"),
    hairline: token("hairline"),
    accent: token("accent"),
    band: token("accent") + FIFTEEN_PERCENT,
    randomBand: token("secondary") + EIGHT_PERCENT,
    faint: token("accent") + THIRTY_PERCENT,
    font: `13px ${token("font")}`,
  };
}
