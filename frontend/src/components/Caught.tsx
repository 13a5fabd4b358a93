import { Component, type ReactNode, useState } from "react";
import { Unreachable } from "@/state/errors";
import { Problem } from "./Problem";

interface CaughtProps {
  /** The address: at another one it is tried again. */
  at?: string;
  /** Says where the problem stands: a whole page, or the place of one part. */
  show(problem: ReactNode): ReactNode;
  children: ReactNode;
}

/** Where a part of the page can't be fetched or shown, an error with a way on stands in its place:
 * the rest goes on. */
export class Caught extends Component<CaughtProps, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override componentDidUpdate({ at }: CaughtProps): void {
    if (this.state.failed && at !== this.props.at) this.setState({ failed: false });
  }

  override render(): ReactNode {
    return this.state.failed ? this.props.show(<LoadAgain />) : this.props.children;
  }
}

/** Opens the page anew: browsers remember that a module failed, and after an update of the service
 * the old page's modules are gone. What waits to be sent is on the device. */
function LoadAgain() {
  const [error, setError] = useState<Error>(new Error("This part of the page didn't load."));
  const again = async () => {
    // Not before the service answers: the browser would show its own page of errors.
    const answer = await fetch("/healthz", { cache: "no-store" }).catch(() => null);
    if (answer?.ok) window.location.reload();
    else setError(new Unreachable());
  };
  return <Problem error={error} retry={() => void again()} />;
}
