import { type Invited, invited } from "@/state/invited";
import { useStore } from "@/state/use-store";
import { words } from "@/words/sign-in";
import styles from "./SignIn.module.css";

/** How someone without a session gets one: by the invitation they came by, or from whom. */
export function HowToEnter() {
  const came = useStore(invited);
  return (
    <div className={styles.how}>
      <p>{came ? byInvitation(came) : words.askWhoeverRunsYour}</p>
      <p>{words.ownerHint(<code>postil serve</code>, <code>postil token --sign-in</code>)}</p>
    </div>
  );
}

function byInvitation({ project, by, returns }: Invited) {
  const how = returns ? words.invitationHint : words.invitedTo;
  return how(<Name>{project}</Name>, <Name>{by}</Name>);
}

function Name({ children }: { children: string }) {
  return (
    <b>
      <bdi>{children}</bdi>
    </b>
  );
}
