import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const service = "http://127.0.0.1:8000";

/** What every screen needs is one file, what at least three parts share is another. A file for each
 * set of parts that share something made thirty of the labelling screen, some of 70 bytes. */
const FILES = [
  { name: "page", tags: ["$initial" as const], priority: 1 },
  { name: "shared", minShareCount: 3 },
];

export default defineConfig({
  plugins: [react(), stylesAfterTheShell(), serviceWorker()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../service/web/static",
    emptyOutDir: true,
    target: "es2022",
    // Inlined assets would need `data:` in the content security policy.
    assetsInlineLimit: 0,
    // What every screen needs, and the labelling screen: its first text waits for one file.
    chunkSizeWarningLimit: 600,
    modulePreload: { polyfill: false },
    rolldownOptions: { output: { codeSplitting: { groups: FILES } } },
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

const BESIDE = ["/", "/icon.svg", "/manifest.webmanifest"];

/** The service worker with the names of all files. They carry hashes, so another build is another
 * worker. */
function serviceWorker(): Plugin {
  const source = readFileSync(new URL("./sw.js", import.meta.url), "utf-8");
  return {
    name: "service-worker",
    generateBundle: {
      order: "post",
      handler(_, bundle) {
        const built = Object.keys(bundle).filter((name) => name.startsWith("assets/"));
        const files = JSON.stringify([...BESIDE, ...built.sort().map((name) => `/${name}`)]);
        const version = createHash("sha256").update(files).digest("hex").slice(0, 12);
        const worker = source.replace("__FILES__", files).replace("__VERSION__", version);
        this.emitFile({ type: "asset", fileName: "sw.js", source: worker });
      },
    },
  };
}
