import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

// What the type checker doesn't see: rules of hooks, promises that nobody awaits, code without use.
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
]);
