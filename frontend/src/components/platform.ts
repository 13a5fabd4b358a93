/** Whether keys are printed as on a Mac. */
export const onMac = /Mac|iPhone|iPad/.test(navigator.userAgent);
