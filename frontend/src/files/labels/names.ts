/** Names of classes as the service takes them: what looks the same is the same. */

const BLANKS = /^[\s\x1c-\x1f\x85\ufeff]+|[\s\x1c-\x1f\x85\ufeff]+$/g;
/** As the service has it: JavaScript counts U+FEFF among the blanks, and not these. */
const BETWEEN = /(?:[^\S\ufeff]|[\x1c-\x1f\x85])+/g;

/** A name in one line: without the blanks around it, one where there are several or a line breaks,
 * its accents in one piece with their letters. */
export const className = (written: string): string =>
  written.replace(BLANKS, "").replace(BETWEEN, " ").normalize("NFC");

/** What spellings of a name that differ only in case have in common. */
export const folded = (name: string): string => name.toUpperCase().toLowerCase().normalize("NFC");

/** The name that a value of a file stands for: empty where it says nothing, null where it can't be
 * one. The service leaves out rows of the last kind. */
export function nameIn(value: unknown): string | null {
  if (Array.isArray(value)) {
    if (value.length === 0) return "";
    const [only] = value as unknown[];
    return value.length === 1 && !Array.isArray(only) ? nameIn(only) || null : null;
  }
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value.includes("\0") ? null : className(value);
  if (typeof value === "bigint") return `${value}`;
  if (typeof value === "number") return Number.isNaN(value) ? "" : decimal(value);
  return value instanceof Date ? value.toISOString() : null;
}

/** In decimal digits: without an exponent, and 1.0 as 1. */
function decimal(value: number): string | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return `${BigInt(value)}`;
  const [digits = "", exponent] = `${value}`.split("e-");
  if (exponent === undefined) return digits;
  const sign = value < 0 ? "-" : "";
  return `${sign}0.${"0".repeat(Number(exponent) - 1)}${digits.replace(/[-.]/g, "")}`;
}
