import { type Action, ACTIONS_BY_GROUP } from "@/actions";
import { Dialog } from "@/components/Dialog";
import { Key } from "@/components/Key";
import { type Key as KeyName, printed } from "@/state/keys";
import { useLabelling } from "./context";
import styles from "./KeysDialog.module.css";
import { onMac } from "./platform";

/** Every key, made from the actions themselves. */
export function KeysDialog() {
  const { view } = useLabelling();
  return (
    <Dialog title="Keys" wide onClose={() => view.change({ dialog: null })}>
      <div className={styles.columns}>
        {ACTIONS_BY_GROUP.map(([group, actions]) => (
          <section key={group} className={styles.group}>
            <h3>{group}</h3>
            <dl>
              {actions.map((action) => (
                <Line key={action.id} action={action} />
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function Line({ action }: { action: Action }) {
  const context = useLabelling();
  const keys = action.keys(context).map((key) => printed(key, onMac));
  if (keys.length === 0) return null;
  return (
    <div className={styles.line}>
      <dt>{action.name}</dt>
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
