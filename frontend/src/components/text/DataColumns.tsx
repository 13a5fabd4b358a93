import { isolated } from "./isolated";
import styles from "./DataColumns.module.css";

/** Other columns of a text's row: their names and what stands in them, in the project's order. A
 * value that is an address of the web is a link, which opens beside the page and tells its site
 * nothing of where it came from; all else is text, whatever it looks like. */
export function DataColumns({ columns }: { columns: Readonly<Record<string, unknown>> }) {
  const filled = Object.entries(columns).filter(([, value]) => value !== null && value !== "");
  if (filled.length === 0) return null;
  return (
    <dl className={styles.columns}>
      {filled.map(([name, value]) => (
        <div key={name} className={styles.column}>
          <dt dir="auto">{name}</dt>
          <dd dir="auto">
            <Value value={inWords(value)} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Value({ value }: { value: string }) {
  const address = addressOf(value);
  if (address === null) return value;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer nofollow"
      referrerPolicy="no-referrer"
      title={isolated(address)}
    >
      {value}
    </a>
  );
}

function inWords(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The address that a value is; null for what is none of the web's. */
export function addressOf(value: string): string | null {
  const trimmed = value.trim();
  if (!/^https?:\/\/\S+$/i.test(trimmed)) return null;
  try {
    const { protocol, href, username, password } = new URL(trimmed);
    const ofTheWeb = protocol === "http:" || protocol === "https:";
    // A name before the site makes one site look like another.
    return ofTheWeb && username === "" && password === "" ? href : null;
  } catch {
    return null;
  }
}
