import { invited } from "@/state/invited";
import { useStore } from "@/state/use-store";
import styles from "./SignIn.module.css";

/** How someone without a session gets one: by the invitation they came by, or from whom. */
export function HowToEnter() {
  const came = useStore(invited);
  return (
    <div className={styles.how}>
      {came?.returns && (
        <p>
          Open the invitation to{" "}
          <b>
            <bdi>{came.project}</bdi>
          </b>{" "}
          once more: in this browser it leads back to your account. If you can’t find it, ask{" "}
          <b>
            <bdi>{came.by}</bdi>
          </b>{" "}
          for a link to your account.
        </p>
      )}
      {came && !came.returns && (
        <p>
          You came by an invitation to{" "}
          <b>
            <bdi>{came.project}</bdi>
          </b>
          . Ask{" "}
          <b>
            <bdi>{came.by}</bdi>
          </b>{" "}
          for a link to your account; the invitation would make a new one.
        </p>
      )}
      {!came && (
        <p>
          Ask whoever runs your project for a link to your account. In another browser than yours,
          an invitation makes a new one.
        </p>
      )}
      <p>
        Do you run this service? Open the link that <code>postil serve</code> printed when it
        started. It works once; <code>postil token --sign-in</code> prints a new one.
      </p>
    </div>
  );
}
