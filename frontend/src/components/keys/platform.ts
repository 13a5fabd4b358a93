/** Whether keys are printed as on a Mac; not where there is no browser, as in tests on Node 20. */
export const onMac = "navigator" in globalThis && /Mac|iPhone|iPad/.test(navigator.userAgent);
