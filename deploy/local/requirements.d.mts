/** Types of requirements.mjs, which stays plain JavaScript because it runs before anything is installed. */
export interface Machine {
  env: Record<string, string | undefined>;
  version(program: string): string | undefined;
  built(prefix: string): boolean;
}
export interface Missing {
  zh: string;
  en: string;
}
export function atLeast(found: string | undefined, wanted: string): boolean;
export function missingNode(node: string): Missing[];
export function missingForEngines(machine: Machine): Missing[];
export function sentenceFor(all: Missing[]): string;
export function thisMachine(root: string): Machine;
