/** The rows in view, of a list whose rows are all equally high. */
export interface Window {
  first: number;
  /** One past the last. */
  end: number;
}

/** Rows drawn beyond what is in view, so that scrolling a little draws nothing. */
const BESIDE = 12;

/** Which of `count` rows of `rowHeight` are drawn when the first `above` px of the list are above
 * the window, which is `height` high. Steps of several rows: between them nothing changes. */
export function windowOf(above: number, height: number, rowHeight: number, count: number): Window {
  const step = BESIDE / 2;
  const first = Math.floor(above / rowHeight / step) * step - BESIDE;
  const end = Math.ceil((above + height) / rowHeight / step) * step + BESIDE;
  return {
    first: Math.max(0, Math.min(first, count)),
    end: Math.max(0, Math.min(end, count)),
  };
}
