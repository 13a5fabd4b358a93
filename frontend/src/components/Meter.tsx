/** A share as a bar; `live`: in the colour of the model, or of what goes on. */
export function Meter({ share, live }: { share: number; live?: boolean }) {
  return (
    <div className="meter" data-live={live || undefined} aria-hidden>
      <div style={{ width: `${100 * share}%` }} />
    </div>
  );
}
