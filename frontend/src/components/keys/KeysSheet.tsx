import type { Bound } from "@/state/keys/bound";
import { type Key as KeyName, printed } from "@/state/keys/keys";
import { words } from "@/words/common";
import { Dialog } from "../dialog/Dialog";
import { Key } from "./Key";
import styles from "./Keys.module.css";
import { onMac } from "./platform";

interface KeysSheetProps {
  lines: readonly Bound[];
  onClose(): void;
}

/** Every key that works on the screen, as those say that hear it. */
export default function KeysSheet({ lines, onClose }: KeysSheetProps) {
  return (
    <Dialog title={words.keys} wide onClose={onClose}>
      <div className={styles.columns}>
        {[...Map.groupBy(lines, ({ group }) => group)].map(([group, members]) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <dl>
              {members.map(({ id, name, keys }) => (
                <Line
                  key={`${id} ${name}`}
                  name={name}
                  keys={keys.map((key) => printed(key, onMac))}
                />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Line({ name, keys }: { name: string; keys: KeyName[] }) {
  return (
    <div className={styles.line}>
      <dt>{name}</dt>
      <dd>
        <span className="unseen">{keys.join(" or ")}</span>
        {shortened(keys).map((key) => (
          <Key key={key} name={key} />
        ))}
      </dd>
    </div>
  );
}

/** Ten digits are shown as the first, dots and the last. */
function shortened(keys: KeyName[]): KeyName[] {
  return keys.length > 4 ? [keys[0]!, "…", keys.at(-1)!] : keys;
}
