import "@mantine/core/styles/baseline.css";
import "@mantine/core/styles/default-css-variables.css";
import "@mantine/core/styles/global.css";
import "@mantine/core/styles/UnstyledButton.css";
import "@mantine/core/styles/Loader.css";
import "@mantine/core/styles/Button.css";
import "@mantine/core/styles/Input.css";
import "@mantine/core/styles/Popover.css";
import "@mantine/core/styles/Menu.css";
import "./tokens.css";
import "./base.css";
import "./shapes.css";
import {
  createTheme,
  localStorageColorSchemeManager,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from "@mantine/core";

const accent = Array.from({ length: 10 }, () => "var(--accent)") as unknown as MantineColorsTuple;

/** Three kinds of button, in our tokens: Mantine's own colours miss AA contrast. */
const variants: VariantColorsResolver = ({ variant }) => {
  const bare = { background: "transparent", hover: "var(--surface)", color: "var(--ink)" };
  if (variant === "filled")
    return {
      background: "var(--accent)",
      hover: "var(--accent-hover)",
      color: "var(--on-accent)",
      border: "1px solid transparent",
    };
  if (variant === "default") return { ...bare, border: "1px solid var(--border)" };
  return { ...bare, border: "1px solid transparent" };
};

export const theme = createTheme({
  primaryColor: "accent",
  colors: { accent },
  variantColorResolver: variants,
  fontFamily: "var(--font)",
  respectReducedMotion: true,
  cursorType: "pointer",
  components: {
    Menu: {
      defaultProps: {
        shadow: "md",
        transitionProps: { duration: 0 },
        // In its place in the document: inside the landmark, next in the order of Tab.
        withinPortal: false,
        withInitialFocusPlaceholder: false,
      },
    },
  },
});

const KEY = "postil.theme";
export const colorScheme = localStorageColorSchemeManager({ key: KEY });

/** Sets the theme before React draws, so that nobody sees the wrong one for a frame. */
export function applyColorScheme(): void {
  const chosen = colorScheme.get("auto");
  const dark =
    chosen === "dark" || (chosen === "auto" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset["mantineColorScheme"] = dark ? "dark" : "light";
}
