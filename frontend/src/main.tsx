import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueries } from "@/api/queries";
import { refuseStrayFiles } from "@/components/page/stray-files";
import { showCut, titleCut } from "@/components/page/cut-titles";
import { styled } from "@/theme/styled";
import { applyColorScheme, colorScheme, theme } from "@/theme/mantine";
import { App } from "./App";

applyColorScheme();
document.addEventListener("pointerover", titleCut);
document.addEventListener("pointerup", showCut);
window.addEventListener("dragover", refuseStrayFiles);
window.addEventListener("drop", refuseStrayFiles);

const page = (
  <StrictMode>
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      // The variables come from our stylesheets: no inline <style>, so a strict policy holds.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={createQueries()}>
        <App />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>
);
void styled().then(() => createRoot(document.getElementById("root")!).render(page));
