/** Whether files are being dragged, not words. */
export const bringsFiles = (event: DragEvent): boolean =>
  event.dataTransfer?.types.includes("Files") ?? false;

/** A file that is dropped where none is wanted stays where it was: the browser would leave the page
 * and open it. */
export function refuseStrayFiles(event: DragEvent): void {
  if (event.defaultPrevented || !bringsFiles(event)) return;
  event.preventDefault();
  if (event.dataTransfer) event.dataTransfer.dropEffect = "none";
}
