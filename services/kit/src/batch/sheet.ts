/** The file as a whole is not what it should be: the sentence is for the clerk. */
export class FileRefused extends Error {}

/**
 * A cell that is not empty. `number` is the digits as the file has them; `day` a number shown as a date, as YYYY-MM-DD;
 * `formula` and `fault` have no value we could trust.
 */
export interface Cell {
  kind: 'text' | 'number' | 'day' | 'formula' | 'fault';
  text: string;
}
export interface SheetRow {
  /** 行号, from 1. */
  rowNo: number;
  /** By column, from 0; holes are empty cells. */
  cells: (Cell | undefined)[];
}
export interface Sheet {
  /** Rows with at least one cell that is not empty, in order. */
  rows(): AsyncGenerator<SheetRow>;
  /** Thousandths of the file that have been read. */
  share(): number;
  /** Known when all rows were read: first and last row of each merged range. */
  merged(): readonly (readonly [number, number])[];
}
