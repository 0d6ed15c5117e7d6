/** The module that starts Drydock: worker threads start with it as well, and modules that are not part of the command are imported through it. */
export interface Entry {
  readonly url: URL;
  importModule(url: string): Promise<unknown>;
}
