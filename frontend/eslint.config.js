import { readdirSync } from "node:fs";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

/** What people read or hear, where it is written in a screen instead of in `src/words`: a word in a
 * place that is shown, and anywhere what looks like a sentence. */
const SAID = "/\\p{L}/u";
const SENTENCE =
  "/^(?!.*(?:^\\/|px |var\\(|\\(prefers-|^postil|input, |sans-serif|noopener)).*(?:\\p{L}{2}[,;:.]? [“(]?\\p{L}{2}|^[A-Z][a-z]+ |[a-z][.…?!]$)/u";
const SHOWN =
  "JSXAttribute[name.name=/^(aria-label|aria-valuetext|placeholder|title|label|description|about|alt|error)$/]";
const CHILD = ":matches(JSXElement, JSXFragment)";
const WAYS = ["", "> ConditionalExpression", "> LogicalExpression"];
const literals = [
  `JSXElement[openingElement.name.name!="code"] > JSXText[value=${SAID}]`,
  `JSXFragment > JSXText[value=${SAID}]`,
  `${SHOWN} > Literal[value=${SAID}]`,
  ...WAYS.flatMap((way) =>
    [SHOWN, CHILD].flatMap((place) => [
      `${place} > JSXExpressionContainer ${way} > Literal[value=${SAID}]`,
      `${place} > JSXExpressionContainer ${way} > TemplateLiteral > TemplateElement[value.cooked=${SAID}]`,
    ]),
  ),
  `:not(ImportDeclaration, NewExpression, JSXAttribute[name.name="className"]) > Literal[value=${SENTENCE}]`,
  `TemplateElement[value.cooked=${SENTENCE}]`,
  "Property[key.name=/^(name|label|title|group|words|what|question)$/] > Literal[value=/^[A-Z]/]",
  'CallExpression[callee.name="count"] > Literal[value=/[a-z]/]',
];

// What the type checker doesn't see: rules of hooks, promises that nobody awaits, code without use.
const spoken = literals.map((selector) => ({
  selector,
  message: "What people read stands in src/words, to be translated there.",
}));
const heard = {
  selector: 'CallExpression[callee.property.name="addEventListener"] > Literal[value="keydown"]',
  message: "Keys of a screen are heard by useKeys, so that the ? sheet has them.",
};
const NO_SCREEN = [
  "src/words/**",
  "src/rooms/*/words.tsx",
  "src/**/*.test.{ts,tsx}",
  "src/**/{fakes,examples}.ts",
];

/** The folders, each of which imports those before it and none after it. */
const ORDER = ["words", "state", "api", "files", "components", "widgets", "actions", "screens"];
const SCREENS = readdirSync(new URL("src/screens/", import.meta.url));
/** What stands in one of the folders, however the path to it is written. */
const within = (folders) => `^(?:@/(?:screens/)?|(?:\\.\\./)+)(?:${folders.join("|")})(?:/|$)`;
const forbid = (files, ...patterns) => ({
  files: [`src/${files}/**/*.{ts,tsx}`],
  ignores: ["**/*.test.{ts,tsx}"],
  rules: {
    "@typescript-eslint/no-restricted-imports": ["error", { patterns: [...patterns, ROOM] }],
  },
});
/** Optional rooms may be absent: src/rooms.ts collects them, and nothing else imports one. */
const ROOM = {
  regex: "^(?:@/|(?:\\.\\./)+|\\./)rooms/",
  message: "A room may be absent: nothing imports one; src/rooms.ts collects them.",
};
const directions = [
  {
    files: ["src/**/*.{ts,tsx}"],
    rules: { "@typescript-eslint/no-restricted-imports": ["error", { patterns: [ROOM] }] },
  },
  // Words are data: of what they speak of they know the types.
  forbid(
    "words",
    { regex: within(ORDER.slice(4)), message: "Words import nothing." },
    {
      regex: within(ORDER.slice(1, 4)),
      allowTypeImports: true,
      message: "Words import nothing but types.",
    },
  ),
  ...ORDER.slice(1, -1).map((folder, place) => {
    const later = ORDER.slice(place + 2);
    return forbid(folder, {
      regex: within(later),
      message: `src/${folder} imports none of: ${later.join(", ")}.`,
    });
  }),
  forbid("rooms", {
    regex: "^\\.\\./",
    message: "Rooms don't import each other: what they share is in another folder.",
  }),
  ...SCREENS.map((screen) =>
    forbid(`screens/${screen}`, {
      regex: within(SCREENS.filter((other) => other !== screen)),
      message: "Screens don't import each other: what they share is in src/components.",
    }),
  ),
];

export default defineConfig([
  globalIgnores(["dist", "src/api/schema.d.ts"]),
  {
    files: ["src/**/*.{ts,tsx}"],
    extends: [tseslint.configs.recommendedTypeChecked, hooks.configs.flat.recommended],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      // Ports are interfaces whose methods are written short, and passed about as functions.
      "@typescript-eslint/unbound-method": "off",
      // A fake of something that takes time has nothing to wait for.
      "@typescript-eslint/require-await": "off",
    },
    linterOptions: { reportUnusedDisableDirectives: "error" },
  },
  ...directions,
  {
    files: ["src/**/*.{ts,tsx}"],
    ignores: NO_SCREEN,
    rules: { "no-restricted-syntax": ["error", ...spoken, heard] },
  },
  {
    // What hears them for all, the box that puts an answer together, and what measures the pace.
    files: [
      "src/components/keys/use-keys.ts",
      "src/widgets/AnswerDialog.tsx",
      "src/screens/label/use-keys.ts",
    ],
    rules: { "no-restricted-syntax": ["error", ...spoken] },
  },
]);
