/** The stylesheets that index.html has fetched are put to use: once they are, the page is drawn. */
export async function styled(): Promise<void> {
  const fetched = document.querySelectorAll<HTMLLinkElement>('link[rel="preload"][as="style"]');
  await Promise.all(Array.from(fetched, used));
}

function used(fetched: HTMLLinkElement): Promise<unknown> {
  const sheet = document.createElement("link");
  sheet.rel = "stylesheet";
  sheet.crossOrigin = fetched.crossOrigin;
  sheet.href = fetched.href;
  return new Promise((done) => {
    sheet.onload = sheet.onerror = done;
    fetched.replaceWith(sheet);
  });
}
