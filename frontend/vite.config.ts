import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const service = "http://127.0.0.1:8000";

export default defineConfig({
  plugins: [react(), stylesAfterTheShell()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../service/web/static",
    emptyOutDir: true,
    target: "es2022",
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { "/api": process.env["POSTIL_URL"] ?? service } },
});

/** The first paint waits for nothing: stylesheets are fetched at once, and put to use by `styled`
 * before the first screen is drawn. They stay in the head, where those of later parts follow. */
function stylesAfterTheShell(): Plugin {
  const handler = (html: string) =>
    html.replaceAll('<link rel="stylesheet"', '<link rel="preload" as="style"');
  return { name: "styles-after-the-shell", transformIndexHtml: { order: "post", handler } };
}
