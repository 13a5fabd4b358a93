import ts from "typescript";
import { expect, test } from "vitest";

const LONGEST = 25;

/** Words of our own for which English has a plain one. */
const OURS =
  /\b(surest|surer|houses?|doors?|anew|reckon\w*|mend\w*|put off|at hand|all along|come to nothing|by its own|so many|so long)\b|\b(a|the|first|next|last|all|\d+|of) looks?\b/i;

const files: Record<string, string> = import.meta.glob(
  ["./**/*.ts", "./**/*.tsx", "!./**/*.test.ts"],
  { query: "?raw", import: "default", eager: true },
);

/** What a file says, with a word for each value that is put in. */
function said(name: string, source: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const words = wordsOf(node);
    if (words === null) ts.forEachChild(node, visit);
    else found.push(words);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

function wordsOf(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node)) return "";
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return node.templateSpans.reduce(
      (words, { literal }) => `${words}VALUE${literal.text}`,
      node.head.text,
    );
  if (ts.isJsxFragment(node))
    return node.children.map((one) => (ts.isJsxText(one) ? one.text : "VALUE")).join("");
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken)
    return [node.left, node.right].map((part) => wordsOf(part) ?? "VALUE").join("");
  return null;
}

const wrong = (name: string, source: string): string[] =>
  said(name, source)
    .flatMap((words) => words.split(/(?<=[.?!])\s/))
    .filter((words) => words.trim().split(/\s+/).length > LONGEST || OURS.test(words));

test.each(Object.entries(files))(
  "%s says it in short sentences and plain words",
  (name, source) => {
    expect(wrong(name, source)).toEqual([]);
  },
);

test("a long sentence and a word of ours would be found", () => {
  const long = `${"word ".repeat(LONGEST)}word.`;
  expect(wrong("a.ts", `export const a = "Short. " + "${long}";`)).toEqual([long]);
  expect(wrong("a.ts", "export const a = (n: number) => `The surest ${n}.`;")).toHaveLength(1);
  expect(wrong("a.tsx", "export const a = <>The next look at it</>;")).toHaveLength(1);
  expect(wrong("a.ts", 'export const a = "Look for more. How it will look";')).toEqual([]);
});
