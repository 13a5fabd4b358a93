import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import Markdown from "./Markdown";

const shown = (text: string) =>
  renderToStaticMarkup(<Markdown text={text} />).replace(/^<div[^>]*>|<\/div>$/g, "");

test.each([
  ["# Refunds", "<h3>Refunds</h3>"],
  ["## Cards", "<h4>Cards</h4>"],
  ["a *b* **c** `d<e`", "<p>a <em>b</em> <strong>c</strong> <code>d&lt;e</code></p>"],
  ["- one\n- two", "<ul><li>one</li><li>two</li></ul>"],
  ["3. x", '<ol start="3"><li>x</li></ol>'],
  ["> said", "<blockquote><p>said</p></blockquote>"],
  [
    "[more](https://a.b/?c=d&e)",
    '<p><a href="https://a.b/?c=d&amp;e" target="_blank" rel="noreferrer">more</a></p>',
  ],
])("%j", (text, html) => {
  expect(shown(text)).toBe(html);
});

test.each([
  "<script>alert(1)</script>",
  "a <img src=x onerror=alert(1)> b",
  "[x](javascript:alert(1))",
  "[x](JAVASCRIPT:alert(1))",
  "[x](data:text/html,<script>alert(1)</script>)",
  "<javascript:alert(1)>",
  "![x](javascript:alert(1))",
  '[x](https://a.b "onmouseover=alert(1)")',
  "| <script>alert(1)</script> |\n|---|\n| <iframe> |",
  "```html\n<script>alert(1)</script>\n```",
  '<a href="javascript:alert(1)">x</a>',
  "[x][1]\n\n[1]: javascript:alert(1)",
])("nothing runs of %j", (text) => {
  const html = shown(text);
  expect(html).not.toMatch(/<(script|img|iframe|svg|object|style|form)/i);
  expect(html).not.toMatch(/<[a-z][^>]*\son\w+=/i);
  expect(html).not.toMatch(/href="(?!https?:|mailto:)/i);
});

test("what is no markup stays as it is written", () => {
  expect(shown("5 < 6 & a <b>bold</b>")).toContain("5 &lt; 6 &amp; a &lt;b&gt;bold&lt;/b&gt;");
});
