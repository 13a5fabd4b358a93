import styles from "./SignIn.module.css";

/** How someone without a session gets one. */
export function HowToEnter() {
  return (
    <div className={styles.how}>
      <p>
        Open the link that <code>postil serve</code> printed when it started.
      </p>
      <p>
        It works once. <code>postil token --sign-in</code> prints a new one; whoever runs the service
        can also send you an invitation.
      </p>
    </div>
  );
}
