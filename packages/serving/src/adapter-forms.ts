/** Other forms of an adapter that some engines want. The trainer's Python makes them; the pipeline runs it. */
export interface AdapterForms {
  /** Bytes of the file that `merge` would write. */
  mergedBytes(adapterFile: string): Promise<number>;
  /** Writes base and adapter as one GGUF file. Rejects with a ServingError where the two do not belong together. */
  merge(adapterFile: string, out: string): Promise<{ sha256: string }>;
  /** Writes the adapter as a PEFT directory, replacing what is there. */
  writePeft(adapterFile: string, outDir: string): Promise<void>;
}
