import { expect, test } from "vitest";
import { addressOf } from "./DataColumns";

test.each([
  ["https://example.org/a?b=1", "https://example.org/a?b=1"],
  [" HTTP://example.org ", "http://example.org/"],
])("%j is a link", (value, address) => {
  expect(addressOf(value)).toBe(address);
});

test.each([
  "javascript:alert(1)",
  "data:text/html,<script>",
  "see https://example.org",
  "https://bank.example@evil.example/",
  "https://",
  "//example.org",
  "ftp://example.org",
  "<a href=https://example.org>",
  "",
])("%j is text", (value) => {
  expect(addressOf(value)).toBeNull();
});
