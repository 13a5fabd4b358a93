import { type MantineColorScheme, Menu, useMantineColorScheme } from "@mantine/core";
import { words } from "@/words/common";

const THEMES: [MantineColorScheme, string][] = [
  ["auto", words.asTheSystem],
  ["light", words.light],
  ["dark", words.dark],
];

/** The entries of a menu that choose between light and dark. */
export function ThemeItems() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <Menu.Label>{words.theme}</Menu.Label>
      <Menu.RadioGroup
        value={colorScheme}
        onChange={(chosen) => setColorScheme(chosen as MantineColorScheme)}
      >
        {THEMES.map(([scheme, name]) => (
          <Menu.RadioItem key={scheme} value={scheme}>
            {name}
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </>
  );
}
