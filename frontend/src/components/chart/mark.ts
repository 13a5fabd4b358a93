/** A piece of a picture: a tag of SVG, its attributes as React names them, and what is in it. */
export interface Mark {
  tag: string;
  attributes: Readonly<Record<string, string | number | undefined>>;
  inside?: readonly Mark[] | string;
}

export const mark = (
  tag: string,
  attributes: Mark["attributes"],
  inside?: Mark["inside"],
): Mark => ({ tag, attributes, inside });

/** As SVG names it: all but `viewBox` have hyphens. */
const attributeName = (name: string): string =>
  name === "viewBox" ? name : name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const ESCAPED: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
const escaped = (words: string): string => words.replace(/[&<>"]/g, (one) => ESCAPED[one] ?? one);

/** The mark as text of an SVG file. */
export function asText({ tag, attributes, inside = "" }: Mark): string {
  const given = Object.entries(attributes).flatMap(([name, value]) =>
    value === undefined ? [] : [` ${attributeName(name)}="${escaped(String(value))}"`],
  );
  const within = typeof inside === "string" ? escaped(inside) : inside.map(asText).join("");
  return `<${tag}${given.join("")}>${within}</${tag}>`;
}
