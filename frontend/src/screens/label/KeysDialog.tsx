import { ACTIONS } from "@/actions";
import { KeysSheet } from "@/components/KeysSheet";
import { useLabelling } from "./context";

/** Every key of the labelling screen. */
export function KeysDialog() {
  const context = useLabelling();
  const close = () => context.view.change({ dialog: null });
  return <KeysSheet actions={ACTIONS} context={context} onClose={close} />;
}
