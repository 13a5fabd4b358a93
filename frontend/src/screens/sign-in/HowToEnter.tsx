import styles from "./SignIn.module.css";

/** How someone without a session gets one. */
export function HowToEnter() {
  return (
    <div className={styles.how}>
      <p>
        Open the link that <code>postil serve</code> printed when it started. It works once;{" "}
        <code>postil token --sign-in</code> prints a new one.
      </p>
      <p>
        Or ask whoever runs your project for a link to your account. An invitation makes a new
        account.
      </p>
    </div>
  );
}
