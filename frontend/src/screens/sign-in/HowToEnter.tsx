import { invited } from "@/state/invited";
import { useStore } from "@/state/use-store";
import { words } from "@/words/sign-in";
import styles from "./SignIn.module.css";

/** How someone without a session gets one: by the invitation they came by, or from whom. */
export function HowToEnter() {
  const came = useStore(invited);
  return (
    <div className={styles.how}>
      {came?.returns && (
        <p>
          {words.openTheInvitationToOnce(
            <b>
              <bdi>{came.project}</bdi>
            </b>,
            <b>
              <bdi>{came.by}</bdi>
            </b>,
          )}
        </p>
      )}
      {came && !came.returns && (
        <p>
          {words.youCameByAnInvitationTo(
            <b>
              <bdi>{came.project}</bdi>
            </b>,
            <b>
              <bdi>{came.by}</bdi>
            </b>,
          )}
        </p>
      )}
      {!came && <p>{words.askWhoeverRunsYour}</p>}
      <p>
        {words.doYouRunThisServiceOpen(
          <code>postil serve</code>,
          <code>postil token --sign-in</code>,
        )}
      </p>
    </div>
  );
}
