import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const SRC = import.meta.dirname;
const IMPORT = /^(?:import|export)\s[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)/gm;
const ENDS = ["", ".ts", ".tsx", "/index.ts"];

/** The files that a file imports, types too. */
function importsOf(file: string): string[] {
  const paths = [...readFileSync(file, "utf8").matchAll(IMPORT)].map(
    ([, one, lazy]) => one ?? lazy!,
  );
  return paths.flatMap((path) => {
    if (!/^(?:@\/|\.)/.test(path)) return [];
    const at = path.startsWith("@/") ? join(SRC, path.slice(2)) : join(dirname(file), path);
    const there = ENDS.map((end) => at + end).find(
      (name) => /\.tsx?$/.test(name) && existsSync(name),
    );
    return there ? [there] : [];
  });
}

/** Each circle of imports that is met, as the files that it goes through. */
function circles(files: readonly string[]): string[] {
  const done = new Set<string>();
  const under: string[] = [];
  const met: string[] = [];
  const visit = (file: string): void => {
    if (under.includes(file)) {
      const round = [...under.slice(under.indexOf(file)), file];
      met.push(round.map((one) => relative(SRC, one)).join(" → "));
    } else if (!done.has(file)) {
      under.push(file);
      for (const next of importsOf(file)) visit(next);
      under.pop();
      done.add(file);
    }
  };
  for (const file of files) visit(file);
  return met;
}

test("no file imports one that imports it, by whatever way", () => {
  const names = readdirSync(SRC, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(SRC, name));
  expect(files.length).toBeGreaterThan(400);
  expect(circles(files)).toEqual([]);
});
