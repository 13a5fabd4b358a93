/** Of the words in this folder: numbers, plurals and dates are written as it does. */
const LANGUAGE = "en";
const NBSP = "\u00a0";
const grouped = new Intl.NumberFormat(LANGUAGE);
const plurals = new Intl.PluralRules(LANGUAGE);
const moneys = new Map<string, Intl.NumberFormat>();
const currencyNames = new Intl.DisplayNames(LANGUAGE, { type: "currency" });

/** 1234 as "1,234". */
export const figure = (value: number): string => grouped.format(value);

/** Of two forms of a word the one that goes with a number. */
export const plural = (value: number, one: string, many: string): string =>
  plurals.select(value) === "one" ? one : many;

/** A count with its noun: "1 label", "212 labels". */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${figure(value)}${NBSP}${plural(value, one, many)}`;
}

const whole = (share: number): number => Math.round(share * 100);

/** 0.84 as "84 %". */
export const percent = (share: number): string => `${whole(share)}${NBSP}%`;

/** Shares of one whole, as whole percents that add up as the shares do: what is left over after
 * rounding down goes to the largest remainders. */
export function percents(shares: readonly number[]): string[] {
  const exact = shares.map((share) => 100 * share);
  const found = exact.map((value) => Math.floor(value + 1e-9));
  const left = Math.round(sum(exact)) - sum(found);
  const byRemainder = exact.map((_, at) => at);
  byRemainder.sort((a, b) => exact[b]! - found[b]! - (exact[a]! - found[a]!));
  for (const at of byRemainder.slice(0, left)) found[at]! += 1;
  return found.map((value) => percent(value / 100));
}

const sum = (values: readonly number[]): number => values.reduce((one, other) => one + other, 0);

const decimal = new Intl.NumberFormat(LANGUAGE, { maximumFractionDigits: 1 });

/** A share that somebody set, as they set it: 0.925 as "92.5 %". */
export const goal = (share: number): string => `${decimal.format(100 * share)}${NBSP}%`;

/** What was reached, against a target: in whole percent, unless that would read as reached when it
 * isn't: 0.798 is "79.8 %" where 0.8 is wanted. */
export function reached(share: number, target: number | null): string {
  const short = target !== null && share < target && Math.round(100 * share) >= 100 * target - 1e-9;
  return short ? `${decimal.format(Math.floor(1_000 * share) / 10)}${NBSP}%` : percent(share);
}

/** An interval of shares as "79–88". */
export const between = (low: number, high: number): string => `${whole(low)}–${whole(high)}`;

/** An interval of counts: "210–450"; "−49 to 450" where a dash would stand beside a minus. */
export function span(low: number, high: number): string {
  const [from, to] = [low, high].map(signed);
  return low < 0 ? `${from} to ${to}` : `${from}–${to}`;
}

/** A count with a real minus. */
export const signed = (value: number): string => (value < 0 ? `−${figure(-value)}` : figure(value));

/** A difference of shares in percentage points: 0.021 as "+2.1", −0.004 as "−0.4". */
export function points(share: number): string {
  const size = Math.abs(100 * share).toFixed(1);
  if (size === "0.0") return size;
  return `${share < 0 ? "−" : "+"}${size}`;
}

/** An amount of money, in a currency of ISO 4217: 31.2 EUR as "€31.20". */
export function amount(value: number, currency: string): string {
  const money =
    moneys.get(currency) ?? new Intl.NumberFormat(LANGUAGE, { style: "currency", currency });
  moneys.set(currency, money);
  return money.format(value);
}

/** The currencies that there are, each with its code and its name. */
export function currencies(): { value: string; label: string }[] {
  return Intl.supportedValuesOf("currency").map((value) => ({
    value,
    label: `${value}: ${currencyNames.of(value) ?? value}`,
  }));
}

/** Seconds as a person would say them: "30 ms", "0.4 s", "12 min", "3 h 20 min". */
export function duration(seconds: number): string {
  if (seconds < 0.095) return `${Math.round(seconds * 1_000)}${NBSP}ms`;
  if (seconds < 9.95) return `${seconds.toFixed(1)}${NBSP}s`;
  if (seconds < 90) return `${Math.round(seconds)}${NBSP}s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes}${NBSP}min`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const shown = `${figure(hours)}${NBSP}h`;
  return rest && hours < 10 ? `${shown} ${rest}${NBSP}min` : shown;
}

/** For how long something has gone on: in days from two on. */
export const lasting = (seconds: number): string =>
  seconds < 172_800 ? duration(seconds) : `${figure(Math.floor(seconds / 86_400))}${NBSP}days`;

/** A duration that was reckoned beforehand, in tens of seconds: "about 10 s", "about 3 min". */
export const about = (seconds: number): string =>
  `about ${duration(seconds < 90 ? 10 * Math.ceil(seconds / 10) : seconds)}`;

type Unit = readonly [size: number, name: string];
const ENERGY: readonly Unit[] = [[1_000, "kWh"], [1, "Wh"], [0.001, "mWh"]]; // prettier-ignore
const MASS: readonly Unit[] = [[1_000, "kg"], [1, "g"], [0.001, "mg"]]; // prettier-ignore
const BYTES: readonly Unit[] = [[1e9, "GB"], [1e6, "MB"], [1e3, "kB"], [1, "B"]]; // prettier-ignore
const rough = new Intl.NumberFormat(LANGUAGE, { maximumSignificantDigits: 2 });

/** The largest of some units of which there is at least one; the smallest for less. */
function unitOf(value: number, units: readonly Unit[]): Unit {
  return units.find(([size]) => value >= size) ?? units[units.length - 1] ?? [1, ""];
}

/** An estimate that is as uncertain as its band is wide. */
interface Band {
  value: number;
  low: number;
  high: number;
}

function banded({ value, low, high }: Band, units: readonly Unit[]): string {
  if (value === 0) return `0${NBSP}${unitOf(1, units)[1]}`;
  const [size, name] = unitOf(value, units);
  const [middle, from, to] = [value, low, high].map((one) => rough.format(one / size));
  return `${middle}${NBSP}${name} (${from}–${to})`;
}

/** Watt-hours with their band: "14 Wh (8.4–20)". */
export const energy = (wattHours: Band): string => banded(wattHours, ENERGY);

/** Grams with their band. */
export const mass = (grams: Band): string => banded(grams, MASS);

/** 2,400,000 as "2.4 MB". */
export function bytes(value: number): string {
  const [size, name] = unitOf(value, BYTES);
  return `${rough.format(value / size)}${NBSP}${name}`;
}

const dayAndMonth = new Intl.DateTimeFormat(LANGUAGE, { day: "numeric", month: "long" });

/** The day of a moment: "December 3". */
export const day = (moment: string): string => dayAndMonth.format(new Date(moment));

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment to the minute, as the reader's browser writes it: "27 Nov 2026, 20:21". */
export const minute = (moment: string): string => exact.format(new Date(moment));

const weekdayAndTime = new Intl.DateTimeFormat(undefined, {
  weekday: "short",
  hour: "numeric",
  minute: "2-digit",
});

/** A moment of the next days as "Tue 18:30". */
export const clock = (moment: Date): string => weekdayAndTime.format(moment);

const calendar = new Intl.DateTimeFormat(LANGUAGE, { dateStyle: "long", timeZone: "UTC" });

/** A day without a time, the same wherever it is read: 2026-12-03 as "December 3, 2026". */
export const date = (day: string): string => calendar.format(new Date(day));

/** How long ago a moment was. */
export function ago(moment: string, now: number): string {
  const seconds = Math.max(0, (now - Date.parse(moment)) / 1_000);
  if (seconds < 60) return "just now";
  if (seconds < 3_600) return `${Math.floor(seconds / 60)}${NBSP}min ago`;
  if (seconds < 86_400) return `${Math.floor(seconds / 3_600)}${NBSP}h ago`;
  const days = Math.floor(seconds / 86_400);
  return days === 1 ? "yesterday" : `${days}${NBSP}days ago`;
}

/** "2nd": a place among others. */
export function ordinal(place: number): string {
  const endings: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" };
  return `${figure(place)}${endings[ORDINALS.select(place)] ?? "th"}`;
}

const ORDINALS = new Intl.PluralRules("en", { type: "ordinal" });
