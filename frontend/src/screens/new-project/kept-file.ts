import type { Shelf } from "@/files/use-file";
import { onDevice } from "@/state/storage";

const LARGEST = 200 * 1024 * 1024;
const STORE = "files";
const PLACE = "draft";
/** There while the file is wanted: it goes at once, the file some time after. */
const WANTED = "postil.draft-file";

/** Keeps the file of a draft in this browser, so that nothing is lost by going back or closing.
 * Browsers keep files in IndexedDB only; where they don't, one chooses the file again. */
export const draftFile: Shelf = {
  keep: async (file) => {
    if (file.size > LARGEST) return draftFile.drop();
    onDevice().write(WANTED, file.name);
    await within("readwrite", (store) => store.put(file, PLACE)).catch(() => {});
  },
  kept: async () => {
    if (onDevice().read(WANTED) === null) return null;
    const found: unknown = await within("readonly", (store) => store.get(PLACE)).catch(() => null);
    return found instanceof File ? found : null;
  },
  drop: async () => {
    onDevice().remove(WANTED);
    await within("readwrite", (store) => store.delete(PLACE)).catch(() => {});
  },
};

async function within<Result>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<Result>,
): Promise<Result> {
  const opening = indexedDB.open("postil", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(STORE);
  const database = await done(opening);
  try {
    return await done(work(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error("The browser keeps no files."));
  });
}
