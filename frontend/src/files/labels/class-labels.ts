/** A value with names for its numbers. */
export type Naming = (value: unknown) => unknown;

interface Entry {
  key: string;
  value?: string;
}

const KEPT_BY = "huggingface";
const LISTS = new Set<unknown>(["List", "LargeList", "Sequence"]);

/** Of each column of a Parquet file in which `datasets` wrote classes as numbers (ClassLabel): the
 * file's metadata has their names. As the service reads them, of columns that can be labels. */
export function namings(metadata: readonly Entry[] | undefined): Map<string, Naming> {
  const named = new Map<string, Naming>();
  const written = metadata?.find(({ key }) => key === KEPT_BY)?.value;
  if (written === undefined) return named;
  const features = featuresIn(written);
  if (!isObject(features)) return named;
  for (const [name, feature] of Object.entries(features)) {
    const naming = namingOf(feature);
    if (naming) named.set(name, naming);
  }
  return named;
}

function featuresIn(written: string): unknown {
  try {
    const kept = JSON.parse(written) as unknown;
    return isObject(kept) && isObject(kept.info) ? kept.info.features : null;
  } catch {
    return null; // nobody's business but that of who wrote it
  }
}

function namingOf(feature: unknown): Naming | null {
  if (!isObject(feature)) return null;
  if (feature._type === "ClassLabel") return classNaming(feature.names);
  if (!LISTS.has(feature._type)) return null;
  const naming = namingOf(feature.feature);
  return naming && ((value) => (Array.isArray(value) ? value.map(naming) : value));
}

/** A number without a name, with which the service refuses the row, stays. */
function classNaming(names: unknown): Naming | null {
  if (!Array.isArray(names)) return null;
  return (value) => {
    if (typeof value !== "number" && typeof value !== "bigint") return value;
    const number = Number(value);
    return number === -1 ? null : ((names as unknown[])[number] ?? value);
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
